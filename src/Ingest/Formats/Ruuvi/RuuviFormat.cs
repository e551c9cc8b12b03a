using System.Buffers.Binary;
using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Ruuvi;

/// <summary>
/// RuuviTag data format 5 (RAWv2): as bytes, as hexadecimal text, or within the JSON of a Ruuvi Gateway. The code for "not available"
/// of each field is no value. Humidity above 100 % is a valid code and is kept, in doubt.
/// </summary>
internal sealed class RuuviFormat : IMessageFormat
{
    private const int Length = 24;

    public string Name => "ruuvi";

    public string Shape => "24 bytes or their hexadecimal text beginning with 05; a gateway's {\"gw_mac\",\"data\",\"ts\"}";

    public Confidence Recognise(FieldMessage message)
    {
        bool topic = message.Topic.Contains("ruuvi", StringComparison.OrdinalIgnoreCase);
        if (message.Json is { ValueKind: JsonValueKind.Object } json)
            return json.Word("data") is { } data && Body(BinaryText.FromHex(data)) is not null && (topic || json.Has("gw_mac")) ? Confidence.Certain : Confidence.None;
        return message.LooksLikeJson || Body(message.Bytes()) is null ? Confidence.None : topic ? Confidence.Certain : Confidence.Likely;
    }

    public void Read(FieldMessage message, Readings into)
    {
        bool gateway = message.Json is { ValueKind: JsonValueKind.Object };
        byte[]? raw = gateway ? BinaryText.FromHex(message.Json!.Value.Word("data") ?? "-") : message.Bytes();
        if (Body(raw) is not { } body)
        {
            into.Refuse("ruuvi.format", $"topic '{message.Topic}': not a payload of data format 5 with {Length} bytes");
            return;
        }

        Stamp stamp = gateway ? message.Time(message.Json!.Value, "ts", null, TimeSource.Gateway) : message.Arrival;
        Give(message.Last, body.Span, stamp, into);
    }

    /// <summary>The 24 bytes: alone, after the maker's number, or within a whole advertisement.</summary>
    private static ReadOnlyMemory<byte>? Body(byte[]? raw)
    {
        if (raw is null)
            return null;
        int at = raw.AsSpan().IndexOf([(byte)0x99, (byte)0x04, (byte)0x05]);
        int start = raw.Length == Length ? 0 : at >= 0 ? at + 2 : -1;
        return start >= 0 && raw.Length - start >= Length && raw[start] == 5 ? raw.AsMemory(start, Length) : (ReadOnlyMemory<byte>?)null;
    }

    private static void Give(string device, ReadOnlySpan<byte> b, Stamp stamp, Readings into)
    {
        int sequence = BinaryPrimitives.ReadUInt16BigEndian(b[16..]);
        long number = sequence == 0xFFFF ? ChannelSample.NoSequence : sequence;
        short temperature = BinaryPrimitives.ReadInt16BigEndian(b[1..]);
        ushort humidity = BinaryPrimitives.ReadUInt16BigEndian(b[3..]);
        ushort pressure = BinaryPrimitives.ReadUInt16BigEndian(b[5..]);
        int power = BinaryPrimitives.ReadUInt16BigEndian(b[13..]);
        into.Add(device, "temperature", Field(temperature == short.MinValue, temperature * 5 / 1000.0), "°C", stamp, number);
        ReadValue humid = Field(humidity == ushort.MaxValue, humidity * 25 / 10000.0);
        into.Add(device, "humidity", humid.Value.Number > 100 ? humid with { Flags = SampleFlags.Uncertain, Reason = "value.suspicious: humidity above 100 %" } : humid, "%RH", stamp, number);
        into.Add(device, "pressure", Field(pressure == ushort.MaxValue, pressure + 50000), "Pa", stamp, number);
        into.Add(device, "battery", Field(power >> 5 == 0x7FF, ((power >> 5) + 1600) / 1000.0), "V", stamp, number);
        for (int index = 0; index < 3; index++)
        {
            char axis = "xyz"[index];
            short value = BinaryPrimitives.ReadInt16BigEndian(b[(7 + (index * 2))..]);
            into.Add(device, $"acceleration.{axis}", Field(value == short.MinValue, value / 1000.0), "gn", stamp, number);
        }

        into.Add(device, "movements", Field(b[15] == 0xFF, b[15]), null, stamp, number);
        into.Add(device, "sequence", Field(sequence == 0xFFFF, sequence), null, stamp, number);
    }

    private static ReadValue Field(bool absent, double value) =>
        absent ? ReadValue.Missing("value.sentinel: not available") : new ReadValue(Scalar.Of(value));
}
