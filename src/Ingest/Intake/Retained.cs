using System.Globalization;
using K3Monitor.Ingest.Formats;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Intake;

/// <summary>
/// Values that a broker had kept. They are marked, and those without a time of their own are refused: the time of receipt
/// would make an old value a new one, again with every connecting.
/// </summary>
internal static class Retained
{
    public static void Mark(Decoded decoded)
    {
        List<DecodedValue> values = decoded.Values;
        int kept = 0;
        for (int i = 0; i < values.Count; i++)
        {
            DecodedValue value = values[i];
            if (value.Time is null)
                decoded.Refuse(Timeless(value));
            else
                values[kept++] = value with { Flags = value.Flags | SampleFlags.Retained };
        }

        values.RemoveRange(kept, values.Count - kept);
    }

    private static Refusal Timeless(in DecodedValue value) => new(
        "retained.no-time",
        string.Create(CultureInfo.InvariantCulture, $"entry {value.Entry}: v.{value.Channel}: a retained value without a time may be of any age"),
        value.Channel);
}
