using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.LoRaWan.Payloads;

/// <summary>One value of a binary payload. Without a value: a remark.</summary>
/// <param name="Channel">Its name.</param>
/// <param name="Value">The value, or why there is none.</param>
/// <param name="Unit">Unit by the maker's document.</param>
/// <param name="Time">When, for stored values; null: with the message.</param>
/// <param name="Remark">What the payload says beside values; then there is no value.</param>
internal sealed record PayloadValue(string Channel, ReadValue Value, string? Unit = null, Instant? Time = null, string? Remark = null)
{
    public static PayloadValue Of(string channel, double number, string? unit) => new(channel, new ReadValue(Scalar.Of(number)), unit);

    public static PayloadValue Missing(string channel, string? unit, string reason) => new(channel, ReadValue.Missing(reason), unit);

    public static PayloadValue Note(string channel, string remark) => new(channel, default, Remark: remark);
}

/// <summary>What became of a binary payload: values, and a fault where reading had to end.</summary>
internal sealed record PayloadReading(IReadOnlyList<PayloadValue> Values, string? Fault);
