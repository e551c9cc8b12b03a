using System.Buffers.Binary;

namespace K3Monitor.Ingest.Formats.LoRaWan.Payloads;

/// <summary>
/// Dragino payloads by the user manuals of the models: LHT65 (battery, SHT20, external probe) and LSE01 (battery, DS18B20, soil
/// water, temperature and conductivity). Big-endian; 7FFF is a probe that is not there.
/// </summary>
internal static class Dragino
{
    /// <summary>The model named in a text; null when it is none of those that are read.</summary>
    public static string? ModelIn(string text) =>
        text.Contains("lht65", StringComparison.OrdinalIgnoreCase) ? "LHT65" : text.Contains("lse01", StringComparison.OrdinalIgnoreCase) ? "LSE01" : null;

    public static PayloadReading Read(ReadOnlySpan<byte> bytes, string model)
    {
        if (bytes.Length != 11)
            return new PayloadReading([], FormattableString.Invariant($"a payload of an {model} has 11 bytes, not {bytes.Length}"));
        double volts = (BinaryPrimitives.ReadUInt16BigEndian(bytes) & 0x3FFF) / 1000.0;
        var values = new List<PayloadValue> { PayloadValue.Of("BatV", volts, "V") };
        if (model == "LHT65")
        {
            values.Add(Signed("TempC_SHT", bytes[2..], 100, "°C"));
            values.Add(PayloadValue.Of("Hum_SHT", BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) / 10.0, "%RH"));
            if ((bytes[6] & 0x0F) == 1)
                values.Add(Signed("TempC_DS", bytes[7..], 100, "°C"));
        }
        else
        {
            values.Add(Signed("temp_DS18B20", bytes[2..], 10, "°C"));
            values.Add(PayloadValue.Of("water_SOIL", BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) / 100.0, "%"));
            values.Add(Signed("temp_SOIL", bytes[6..], 100, "°C"));
            values.Add(PayloadValue.Of("conduct_SOIL", BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]), "µS/cm"));
        }

        return new PayloadReading(values, null);
    }

    private static PayloadValue Signed(string channel, ReadOnlySpan<byte> data, double divisor, string unit)
    {
        short raw = BinaryPrimitives.ReadInt16BigEndian(data);
        return raw == short.MaxValue ? PayloadValue.Missing(channel, unit, "value.sentinel: 7FFF: no probe") : PayloadValue.Of(channel, raw / divisor, unit);
    }
}
