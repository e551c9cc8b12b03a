using System.Globalization;
using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats;

/// <summary>What a format of the field made of one message: readings, refusals, and what must be asked of the sender.</summary>
/// <remarks>Filled by one thread. Bounded: see <see cref="MostReadings"/> and <see cref="Decoded"/>.</remarks>
internal sealed class Readings
{
    /// <summary>A message with more values is refused beyond these.</summary>
    public const int MostReadings = 20_000;

    private const int LongestText = 1000;
    private readonly Decoded refused = new();

    /// <summary>In the order of the message.</summary>
    public List<Reading> Items { get; } = [];

    /// <summary>What was refused.</summary>
    public IReadOnlyList<Refusal> Refusals => refused.Refusals;

    /// <summary>Name of the format that read the message; null when none did.</summary>
    public string? Format { get; set; }

    /// <summary>Within what the names of devices are unique, as the group of a Sparkplug node; null when they are by themselves.</summary>
    public string? Scope { get; set; }

    /// <summary>Devices of which the message says that they begin to live, as births do.</summary>
    public List<string> Born { get; } = [];

    /// <summary>Topics on which the sender shall be asked to describe itself anew; null when nothing is asked.</summary>
    public string? RebirthTopic { get; set; }

    /// <summary>Refuses the message or a part.</summary>
    public void Refuse(string reason, string detail, string? channel = null) => refused.Refuse(new Refusal(reason, detail, channel));

    /// <summary>A remark that is no value.</summary>
    public void Metadata(string? device, string reason, string? channel = null, Scalar value = default, Stamp? stamp = null) =>
        Add(new Reading(ReadingKind.Metadata, device, channel, value, null, stamp?.Time, stamp?.Source ?? TimeSource.Received, ChannelSample.NoSequence, SampleFlags.None, reason));

    /// <summary>The message or part is rightly passed over.</summary>
    public void Ignore(string? device, string reason) =>
        Add(new Reading(ReadingKind.Ignored, device, null, default, null, null, TimeSource.Received, ChannelSample.NoSequence, SampleFlags.None, reason));

    /// <summary>A value from JSON, read by the general rules (<see cref="ValueReader"/>) and those of the format.</summary>
    public void Value(string device, string channel, JsonElement value, string? unit, Stamp stamp, long sequence = ChannelSample.NoSequence, ValueRules? rules = null) =>
        Add(device, channel, ValueReader.Read(value, channel, rules ?? ValueRules.General), unit, stamp, sequence);

    /// <summary>A value from text, read by the same rules.</summary>
    public void Text(string device, string channel, string value, string? unit, Stamp stamp, long sequence = ChannelSample.NoSequence, ValueRules? rules = null) =>
        Add(device, channel, ValueReader.Read(value, channel, rules ?? ValueRules.General), unit, stamp, sequence);

    /// <summary>A number that is already one.</summary>
    public void Number(string device, string channel, double value, string? unit, Stamp stamp, long sequence = ChannelSample.NoSequence, SampleFlags flags = SampleFlags.None, string? reason = null) =>
        Add(device, channel, double.IsFinite(value) ? new ReadValue(Scalar.Of(value), flags, reason) : ReadValue.Missing("value.not-a-number"), unit, stamp, sequence);

    /// <summary>A state that is on or off.</summary>
    public void State(string device, string channel, bool value, Stamp stamp, long sequence = ChannelSample.NoSequence) =>
        Add(device, channel, new ReadValue(Scalar.Of(value)), null, stamp, sequence);

    /// <summary>The device says that it has no value.</summary>
    public void Missing(string device, string channel, string? unit, Stamp stamp, string reason, long sequence = ChannelSample.NoSequence) =>
        Add(device, channel, ReadValue.Missing(reason), unit, stamp, sequence);

    /// <summary>A value as it was read: refused, missing or usable.</summary>
    public void Add(string device, string channel, in ReadValue read, string? unit, Stamp stamp, long sequence = ChannelSample.NoSequence)
    {
        if (read.Refused)
        {
            Refuse("value.invalid", $"{Short(channel)}: {read.Reason}", Short(channel));
            return;
        }

        string? reason = read.Reason is null ? stamp.Reason : stamp.Reason is null ? read.Reason : $"{read.Reason}; {stamp.Reason}";
        Scalar value = read.Value.Text is { Length: > LongestText } text ? Scalar.Of(text[..LongestText] + "…") : read.Value;
        SampleFlags flags = read.Flags | stamp.Flags | (value.IsMissing ? SampleFlags.Bad : SampleFlags.None);
        Add(new Reading(ReadingKind.Sample, Short(device), Short(channel), value, read.Unit ?? unit, stamp.Time, stamp.Source, sequence, flags, reason));
    }

    /// <summary>Everything was looked at.</summary>
    public void End()
    {
        if (Items.Count == 0 && refused.Refusals.Count == 0)
            Refuse("message.no-values", "the message holds no value");
        refused.End();
    }

    private static string Short(string name) => name.Length <= 200 ? name : string.Create(CultureInfo.InvariantCulture, $"{name[..200]}…");

    private void Add(Reading reading)
    {
        if (Items.Count >= MostReadings)
            Refuse("message.too-many-values", string.Create(CultureInfo.InvariantCulture, $"values beyond {MostReadings} are not read"));
        else
            Items.Add(reading);
    }
}
