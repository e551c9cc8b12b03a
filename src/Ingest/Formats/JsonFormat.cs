using System.Text.Json;

namespace K3Monitor.Ingest.Formats;

/// <summary>What formats in JSON share: a payload that is none is refused with topic and format named.</summary>
internal abstract class JsonFormat(string name, string shape) : IMessageFormat
{
    public string Name => name;

    public string Shape => shape;

    public Confidence Recognise(FieldMessage message) => message.Json is { } json ? Recognise(message, json) : Confidence.None;

    public void Read(FieldMessage message, Readings into)
    {
        if (message.Json is { } json)
            Read(message, json, into);
        else
            into.Refuse("json.malformed", $"topic '{message.Topic}', read as {Name}: {message.JsonFault}");
    }

    protected abstract Confidence Recognise(FieldMessage message, JsonElement json);

    protected abstract void Read(FieldMessage message, JsonElement json, Readings into);

    /// <summary>Refuses JSON that is not of the format's shape: it was declared wrongly.</summary>
    protected void Misshapen(FieldMessage message, Readings into) =>
        into.Refuse("format.shape", $"topic '{message.Topic}': this is not of the shape of {Name} ({Shape})");
}
