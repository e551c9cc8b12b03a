using System.Text.Json;
using K3Monitor.Ingest.Normalising.Times;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Mapped;

/// <summary>In which form a mapped time stands.</summary>
internal enum TimeKind
{
    /// <summary>By the general rules.</summary>
    Auto,
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,

    /// <summary>Text with a date.</summary>
    Text,
}

/// <summary>Where the time stands.</summary>
internal sealed record MappedTime(JsonPointer Path, TimeKind Kind, TimeZoneInfo? Zone, TimeSource Clock)
{
    public Stamp Read(FieldMessage message, JsonElement item)
    {
        if (Path.Find(message.Json!.Value, item) is not { } value || value.IsBlank())
            return message.Arrival;
        if (Kind is TimeKind.Auto or TimeKind.Text)
            return message.Time(value, Clock, Zone);
        decimal perSecond = Kind switch { TimeKind.Seconds => 1, TimeKind.Milliseconds => 1_000, TimeKind.Microseconds => 1_000_000, _ => 1_000_000_000 };
        return decimal.TryParse(value.Text(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal number)
            && Math.Abs(number / perSecond) < 10_000_000_000
                ? TimeReader.Check(new Instant((long)Math.Floor(number / perSecond * 1_000_000)), message.Received, Clock)
                : TimeReader.Read("no number", message.Received, null, Clock);
    }
}

/// <summary>What the words or numbers of a quality member mean; any other word makes the value uncertain.</summary>
internal sealed record MappedQuality(JsonPointer Path, IReadOnlySet<string> Good, IReadOnlySet<string> Bad)
{
    public SampleFlags Read(FieldMessage message, JsonElement item) =>
        Path.Find(message.Json!.Value, item)?.Text() is not { } word ? SampleFlags.Uncertain
        : Good.Contains(word) ? SampleFlags.None
        : Bad.Contains(word) ? SampleFlags.Bad
        : SampleFlags.Uncertain;
}

/// <summary>One value of a mapping.</summary>
internal sealed record MappedValue(
    Template Channel, JsonPointer Path, Template? Unit, double Scale, double Offset, double? OverRange, double? UnderRange, ValueRules Rules, MappedQuality? Quality);

/// <summary>A declared mapping of one kind of message.</summary>
internal sealed record Mapping(
    string Name, string TopicFilter, IReadOnlyList<(JsonPointer Path, string Value)> Match, Template Device, JsonPointer? Each, MappedTime? Time,
    JsonPointer? Sequence, IReadOnlyList<MappedValue> Values);
