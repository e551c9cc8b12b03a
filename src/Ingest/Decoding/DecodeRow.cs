using K3Monitor.Ingest.Formats;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Decoding;

/// <summary>One line of what ingest makes of a message. What does not apply is null.</summary>
/// <param name="Status"><c>sample</c>, <c>ignored</c>, <c>quarantined</c> or <c>metadata</c>.</param>
/// <param name="Device"><c>site/device</c> by a native topic; otherwise the device as the message names it.</param>
/// <param name="Channel">The device's own name of the channel.</param>
/// <param name="Value">A double, bool or string: in <paramref name="Unit"/> when that is known, else as it came. Null when it is missing.</param>
/// <param name="Unit">Symbol of the unit; as sent when it is not known; null when nobody has said.</param>
/// <param name="Time">When it was measured, or when the message arrived.</param>
/// <param name="TimeSource"><c>device</c>, <c>gateway</c> or <c>received</c>.</param>
/// <param name="Quality"><c>good</c>, <c>uncertain</c> or <c>bad</c>, then the other marks, separated by commas.</param>
/// <param name="Reason">Why it was refused, marked or ignored, as <c>code: detail</c>; for metadata, what it says.</param>
public sealed record DecodeRow(
    string Status, string? Device, string? Channel, object? Value, string? Unit, Instant? Time, string? TimeSource, string? Quality, string? Reason)
{
    internal static DecodeRow Refused(string? name, Refusal refusal) =>
        new("quarantined", name, refusal.Channel, null, null, null, null, null, $"{refusal.Reason}: {refusal.Detail}");

    internal static DecodeRow Remark(string status, string name, string reason) => new(status, name, null, null, null, null, null, null, reason);

    internal static DecodeRow Sample(string name, string channel, double value, string? unit, Instant time, SampleFlags flags) =>
        new("sample", name, channel, value, unit, time, (flags & SampleFlags.TimeOfReceipt) != 0 ? "received" : "device", QualityOf(flags), null);

    internal static DecodeRow Of(Reading reading)
    {
        bool sample = reading.Kind == ReadingKind.Sample;
        string? unit = UnitCatalogue.TryFind(reading.Unit, out Unit? known) ? known.Symbol : reading.Unit;
        return new DecodeRow(
            reading.Kind switch { ReadingKind.Sample => "sample", ReadingKind.Metadata => "metadata", _ => "ignored" },
            reading.Device, reading.Channel, reading.Value.Boxed, unit, reading.Time,
            reading.Time is null ? null : reading.Source switch { Formats.TimeSource.Device => "device", Formats.TimeSource.Gateway => "gateway", _ => "received" },
            sample ? QualityOf(reading.Flags) : null,
            reading.Reason);
    }

    private static string QualityOf(SampleFlags flags)
    {
        string word = (flags & SampleFlags.Bad) != 0 ? "bad" : (flags & SampleFlags.Uncertain) != 0 ? "uncertain" : "good";
        IEnumerable<string> marks = Enum.GetValues<SampleFlags>()
            .Where(f => f is not (SampleFlags.None or SampleFlags.Bad or SampleFlags.Uncertain) && (flags & f) != 0)
            .Select(f => f.ToString());
        return string.Join(",", marks.Prepend(word));
    }
}
