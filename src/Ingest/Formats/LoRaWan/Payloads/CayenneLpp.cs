using System.Buffers.Binary;
using System.Globalization;

namespace K3Monitor.Ingest.Formats.LoRaWan.Payloads;

/// <summary>Cayenne Low Power Payload: channel, type, data of the type's length, big-endian; with the types that ElectronicCats added.</summary>
internal static class CayenneLpp
{
    private sealed record Kind(string Name, int Bytes, double Divisor, bool Signed, string? Unit);

    private static readonly Dictionary<byte, Kind> Kinds = new()
    {
        [0] = new("digital_in", 1, 1, false, null),
        [1] = new("digital_out", 1, 1, false, null),
        [2] = new("analog_in", 2, 100, true, null),
        [3] = new("analog_out", 2, 100, true, null),
        [100] = new("generic", 4, 1, false, null),
        [101] = new("luminosity", 2, 1, false, "lx"),
        [102] = new("presence", 1, 1, false, null),
        [103] = new("temperature", 2, 10, true, "°C"),
        [104] = new("humidity", 1, 2, false, "%RH"),
        [115] = new("barometric_pressure", 2, 10, false, "hPa"),
        [116] = new("voltage", 2, 100, false, "V"),
        [117] = new("current", 2, 1000, false, "A"),
        [118] = new("frequency", 4, 1, false, "Hz"),
        [120] = new("percentage", 1, 1, false, "%"),
        [121] = new("altitude", 2, 1, true, "m"),
        [125] = new("concentration", 2, 1, false, "ppm"),
        [128] = new("power", 2, 1, false, "W"),
        [130] = new("distance", 4, 1000, false, "m"),
        [131] = new("energy", 4, 1000, false, "kWh"),
        [132] = new("direction", 2, 1, false, "°"),
        [133] = new("unix_time", 4, 1, false, null),
        [142] = new("switch", 1, 1, false, null),
    };

    private static readonly Dictionary<byte, (string Name, int Bytes, double Divisor, string? Unit)> Triples = new()
    {
        [113] = ("accelerometer", 2, 1000, "gn"),
        [134] = ("gyrometer", 2, 100, null),
    };

    public static PayloadReading Read(ReadOnlySpan<byte> bytes)
    {
        var values = new List<PayloadValue>();
        for (int at = 0; at < bytes.Length;)
        {
            int start = at;
            if (at + 2 > bytes.Length)
                return new PayloadReading(values, Fault(start, "is cut short"));
            byte channel = bytes[at++];
            byte type = bytes[at++];
            if (Length(type) is not { } length)
                return new PayloadReading(values, Fault(start, string.Create(CultureInfo.InvariantCulture, $"has the unknown type {type}")));
            if (at + length > bytes.Length)
                return new PayloadReading(values, Fault(start, "is cut short"));
            Add(channel, type, bytes.Slice(at, length), values);
            at += length;
        }

        return new PayloadReading(values, null);
    }

    private static string Fault(int at, string what) => string.Create(CultureInfo.InvariantCulture, $"the value at byte {at} {what}");

    private static int? Length(byte type) =>
        Kinds.TryGetValue(type, out Kind? kind) ? kind.Bytes : Triples.TryGetValue(type, out var triple) ? triple.Bytes * 3 : type switch { 136 => 9, 135 => 3, _ => null };

    private static void Add(byte channel, byte type, ReadOnlySpan<byte> data, List<PayloadValue> values)
    {
        string suffix = channel.ToString(CultureInfo.InvariantCulture);
        if (Kinds.TryGetValue(type, out Kind? kind))
        {
            values.Add(PayloadValue.Of($"{kind.Name}_{suffix}", Number(data, kind.Signed) / kind.Divisor, kind.Unit));
        }
        else if (Triples.TryGetValue(type, out var triple))
        {
            for (int axis = 0; axis < 3; axis++)
                values.Add(PayloadValue.Of($"{triple.Name}_{suffix}.{"xyz"[axis]}", Number(data.Slice(axis * 2, 2), true) / triple.Divisor, triple.Unit));
        }
        else
        {
            values.Add(PayloadValue.Note($"{(type == 136 ? "gps" : "colour")}_{suffix}", "not kept"));
        }
    }

    private static double Number(ReadOnlySpan<byte> data, bool signed) => data.Length switch
    {
        1 => signed ? (sbyte)data[0] : data[0],
        2 => signed ? BinaryPrimitives.ReadInt16BigEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data),
        _ => BinaryPrimitives.ReadUInt32BigEndian(data),
    };
}
