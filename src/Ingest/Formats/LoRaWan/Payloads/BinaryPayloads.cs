using K3Monitor.Ingest.Normalising.Times;

namespace K3Monitor.Ingest.Formats.LoRaWan.Payloads;

/// <summary>Chooses the reader of a binary payload by what the message says of its maker and model, never by trial.</summary>
internal static class BinaryPayloads
{
    /// <summary>The maker that a text names: a topic, a device name, a brand or a profile.</summary>
    public static string? MakerIn(string text) =>
        text.Contains("milesight", StringComparison.OrdinalIgnoreCase) || Milesight.ModelIn(text) is not null ? "milesight"
        : Dragino.ModelIn(text) is not null ? "dragino"
        : text.Contains("cayenne", StringComparison.OrdinalIgnoreCase) || text.Split('/', ' ', '-', '_').Contains("lpp", StringComparer.OrdinalIgnoreCase) ? "cayenne-lpp"
        : null;

    /// <summary>What the payload says; null when no maker is named.</summary>
    public static PayloadReading? Read(ReadOnlySpan<byte> bytes, string hint) => MakerIn(hint) switch
    {
        "milesight" => Milesight.Read(bytes, Milesight.ModelIn(hint)),
        "dragino" => Dragino.Read(bytes, Dragino.ModelIn(hint)!),
        "cayenne-lpp" => CayenneLpp.Read(bytes),
        _ => null,
    };

    /// <summary>Gives out the values, with their own times where they have one.</summary>
    public static void Give(this PayloadReading reading, FieldMessage message, string device, Stamp stamp, long sequence, Readings into)
    {
        foreach (PayloadValue value in reading.Values)
        {
            Stamp own = value.Time is { } time ? TimeReader.Check(time, message.Received, TimeSource.Device) : stamp;
            if (value.Remark is { } remark)
                into.Metadata(device, remark, value.Channel, default, own);
            else
                into.Add(device, value.Channel, value.Value, value.Unit, own, sequence);
        }

        if (reading.Fault is { } fault)
            into.Refuse("payload.malformed", $"{device}: {fault}");
    }
}
