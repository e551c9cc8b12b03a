using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.LoRaWan.Payloads;

/// <summary>
/// Milesight IoT payloads: channel, type, data, little-endian. One channel and type may mean different things on different
/// models (05 7D is H₂S on a GS301 and CO₂ on an EM500), so that a value whose meaning depends on an unknown model is refused.
/// </summary>
internal static partial class Milesight
{
    private static readonly Dictionary<byte, int> LengthOfType = new()
    {
        [0x00] = 1,
        [0x01] = 1,
        [0x02] = 2,
        [0x65] = 6,
        [0x67] = 2,
        [0x68] = 1,
        [0x6A] = 2,
        [0x70] = 2,
        [0x71] = 2,
        [0x73] = 2,
        [0x75] = 1,
        [0x7D] = 2,
        [0x94] = 2,
        [0xCB] = 1,
        [0xE6] = 2,
        [0xD7] = 3,
    };

    private static readonly Dictionary<byte, int> LengthOfInfo = new()
    {
        [0x01] = 1,
        [0x08] = 6,
        [0x09] = 2,
        [0x0A] = 2,
        [0x0B] = 1,
        [0x0F] = 1,
        [0x16] = 8,
        [0xFF] = 2,
        [0xFE] = 1,
        [0x18] = 2,
    };

    /// <summary>The model named in a topic, a device name or a profile; null when none is known.</summary>
    public static string? ModelIn(string text) =>
        Model().Match(text) is { Success: true } match ? match.Groups["m"].Value.ToUpperInvariant() : null;

    public static PayloadReading Read(ReadOnlySpan<byte> bytes, string? model)
    {
        var values = new List<PayloadValue>();
        for (int at = 0; at < bytes.Length;)
        {
            int start = at;
            if (bytes.Length - at < 2)
                return new PayloadReading(values, Fault(start, "is cut short"));
            byte channel = bytes[at];
            byte type = bytes[at + 1];
            if (Length(channel, type, bytes[(at + 2)..]) is not { } length)
                return new PayloadReading(values, Fault(start, string.Create(CultureInfo.InvariantCulture, $"({channel:X2} {type:X2}) is not known")));
            if (length > bytes.Length - at - 2)
                return new PayloadReading(values, Fault(start, "is cut short"));
            Add(channel, type, bytes.Slice(at + 2, length), model, values);
            at += 2 + length;
        }

        return new PayloadReading(values, null);
    }

    private static string Fault(int at, string what) => string.Create(CultureInfo.InvariantCulture, $"the value at byte {at} {what}");

    private static int? Length(byte channel, byte type, ReadOnlySpan<byte> rest) => channel switch
    {
        0xFF => LengthOfInfo.TryGetValue(type, out int info) ? info : null,
        0x20 when type == 0xCE => rest.Length >= 5 && rest[4] == 0x44 ? 9 : null,
        0x83 or 0x84 when type == 0x67 => 3,
        0x93 or 0x94 when type == 0xD7 => 5,
        < 0x20 => LengthOfType.TryGetValue(type, out int length) ? length : null,
        _ => null,
    };

    private static void Add(byte channel, byte type, ReadOnlySpan<byte> data, string? model, List<PayloadValue> values)
    {
        if (channel == 0xFF)
            values.Add(PayloadValue.Note("device", $"describes itself (FF {type:X2}: {Convert.ToHexString(data)})"));
        else if (channel == 0x20)
            Stored(data, values);
        else if (channel is 0x83 or 0x84)
            values.Add(PayloadValue.Note(FormattableString.Invariant($"temperature ch{channel - 0x82}"), FormattableString.Invariant($"threshold alarm {(data[2] == 0 ? "released" : "raised")} at {BinaryPrimitives.ReadInt16LittleEndian(data) / 10.0} °C")));
        else if (channel is 0x93 or 0x94)
            values.Add(PayloadValue.Note(FormattableString.Invariant($"temperature ch{channel - 0x92}"), "mutation alarm"));
        else if (MilesightChannels.Find(channel, type, model, out string? doubt) is { } meaning)
            meaning.AddTo(values, data);
        else
            values.Add(new PayloadValue($"{channel:X2}.{type:X2}", Normalising.Values.ReadValue.Refuse(doubt!)));
    }

    /// <summary>A stored measurement of a TS30x: Unix time, kinds of the two probes, two temperatures.</summary>
    private static void Stored(ReadOnlySpan<byte> data, List<PayloadValue> values)
    {
        var time = Instant.FromUnixMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(data) * 1000L);
        for (int probe = 0; probe < 2; probe++)
        {
            PayloadValue value = PayloadValue.Of(FormattableString.Invariant($"temperature ch{probe + 1}"), BinaryPrimitives.ReadInt16LittleEndian(data[(5 + (probe * 2))..]) / 10.0, "°C");
            values.Add(value with { Time = time });
        }
    }

    [GeneratedRegex(@"(^|[^a-z0-9])(?<m>AM10[0-9]|AM30[0-9]|AM319|GS301|TS30[0-9]|EM300|EM500)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Model();
}
