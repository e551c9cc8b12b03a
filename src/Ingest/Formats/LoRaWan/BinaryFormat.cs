using K3Monitor.Ingest.Formats.LoRaWan.Payloads;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.LoRaWan;

/// <summary>The binary payload of a maker's sensor by itself, as bytes or hexadecimal text, on a topic that names the model.</summary>
internal sealed class BinaryFormat(string name, string hint) : IMessageFormat
{
    public string Name => name;

    public string Shape => $"bytes or hexadecimal text on a topic that names {hint}";

    public Confidence Recognise(FieldMessage message) =>
        message.LooksLikeJson || BinaryPayloads.MakerIn(message.Topic) != name ? Confidence.None
        : BinaryPayloads.Read(message.Bytes(), message.Topic) is { Values.Count: > 0, Fault: null } ? Confidence.Certain
        : Confidence.Likely;

    public void Read(FieldMessage message, Readings into)
    {
        string where = BinaryPayloads.MakerIn(message.Topic) == name ? message.Topic : $"{name} {message.Topic}";
        if (BinaryPayloads.Read(message.Bytes(), where) is { } reading && BinaryPayloads.MakerIn(where) == name)
            reading.Give(message, message.Last, message.Arrival, ChannelSample.NoSequence, into);
        else
            into.Refuse("payload.model", $"topic '{message.Topic}' does not name the model, which decides how the bytes are read");
    }
}
