using System.Buffers.Binary;
using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.LoRaWan.Payloads;

/// <summary>What a channel and type mean on some models: <c>Models</c> holds beginnings of model names separated by bars, none for every model.</summary>
internal sealed record MilesightMeaning(string Models, byte Channel, byte Type, string Name, double Divisor, bool Signed, string? Unit)
{
    public bool Fits(string? model) => Models.Length == 0 || (model is not null && Models.Split('|').Any(m => model.StartsWith(m, StringComparison.Ordinal)));

    public void AddTo(List<PayloadValue> values, ReadOnlySpan<byte> data)
    {
        if (Type == 0x00)
        {
            string word = Name == "pir" ? (data[0] == 0 ? "idle" : "trigger") : data[0] == 0 ? "off" : "on";
            values.Add(new PayloadValue(Name, new ReadValue(Scalar.Of(word))));
            return;
        }

        int raw = data.Length == 1 ? data[0] : Signed ? BinaryPrimitives.ReadInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16LittleEndian(data);
        string? none = data.Length == 1 ? (Type == 0x68 && raw == 0xFF ? "FF" : null) : (raw & 0xFFFF) switch { 0xFFFF => "FFFF: the sensor has a fault", 0xFFFE => "FFFE: the sensor is warming up", 0xFFFD => "FFFD: out of range", 0x7FFF when Signed => "7FFF", _ => null };

        // A temperature of −0.1 °C is FFFF too: only unsigned values have these codes.
        if (none is not null && (!Signed || none == "7FFF"))
            values.Add(PayloadValue.Missing(Name, Unit, $"value.sentinel: {none}"));
        else
            values.Add(PayloadValue.Of(Name, raw / Divisor, Unit));
    }
}

/// <summary>The meanings by Milesight's published decoders (github.com/Milesight-IoT/SensorDecoders).</summary>
internal static class MilesightChannels
{
    private static readonly MilesightMeaning[] All =
    [
        new("", 0x01, 0x75, "battery", 1, false, "%"),
        new("GS301", 0x02, 0x67, "temperature", 10, true, "°C"),
        new("GS301", 0x03, 0x68, "humidity", 2, false, "%RH"),
        new("GS301", 0x04, 0x7D, "NH3", 100, false, "ppm"),
        new("GS301", 0x05, 0x7D, "H2S", 100, false, "ppm"),
        new("GS301", 0x06, 0x7D, "H2S", 1000, false, "ppm"),
        new("TS30", 0x03, 0x67, "temperature ch1", 10, true, "°C"),
        new("TS30", 0x04, 0x67, "temperature ch2", 10, true, "°C"),
        new("TS30", 0x03, 0x00, "magnet ch1", 1, false, null),
        new("TS30", 0x04, 0x00, "magnet ch2", 1, false, null),
        new("AM|EM", 0x03, 0x67, "temperature", 10, true, "°C"),
        new("AM|EM", 0x04, 0x68, "humidity", 2, false, "%RH"),
        new("AM10", 0x05, 0x6A, "activity", 1, false, null),
        new("AM10", 0x06, 0x65, "illumination", 1, false, "lx"),
        new("AM3", 0x05, 0x00, "pir", 1, false, null),
        new("AM3", 0x06, 0xCB, "light level", 1, false, null),
        new("AM", 0x07, 0x7D, "CO2", 1, false, "ppm"),
        new("AM10", 0x08, 0x7D, "TVOC", 1, false, "ppb"),
        new("AM3", 0x08, 0x7D, "TVOC", 100, false, null),
        new("AM3", 0x08, 0xE6, "TVOC", 1, false, "µg/m³"),
        new("AM", 0x09, 0x73, "pressure", 10, false, "hPa"),
        new("AM3", 0x0A, 0x7D, "HCHO", 100, false, "mg/m³"),
        new("AM3", 0x0B, 0x7D, "PM2.5", 1, false, "µg/m³"),
        new("AM3", 0x0C, 0x7D, "PM10", 1, false, "µg/m³"),
        new("AM3", 0x0D, 0x7D, "O3", 100, false, "ppm"),
        new("AM3", 0x0E, 0x01, "buzzer", 1, false, null),
        new("EM300", 0x05, 0x00, "leak", 1, false, null),
        new("EM300", 0x06, 0x00, "magnet", 1, false, null),
        new("EM500", 0x05, 0x7D, "CO2", 1, false, "ppm"),
        new("EM500", 0x06, 0x73, "pressure", 10, false, "hPa"),
    ];

    /// <summary>The one meaning on the model, or the only one that any model has.</summary>
    public static MilesightMeaning? Find(byte channel, byte type, string? model, out string? doubt)
    {
        MilesightMeaning[] same = [.. All.Where(m => m.Channel == channel && m.Type == type)];
        MilesightMeaning[] fitting = [.. same.Where(m => m.Fits(model))];
        doubt = same.Length == 0 ? "no model has this channel" : $"it may be {string.Join(" or ", same.Select(m => m.Name).Distinct())}, by the model: name it in the topic or the device";
        return fitting.Length == 1 ? fitting[0] : model is null && same.Length == 1 ? same[0] : null;
    }
}
