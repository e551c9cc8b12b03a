using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Industrial;

/// <summary>EMQX Neuron: values by tag with a map of errors, or a list of tags. An error is a code and never a value.</summary>
internal sealed class NeuronFormat() : JsonFormat("neuron", "{\"node\",\"group\",\"timestamp\",\"values\":{…},\"errors\":{…}} or \"tags\":[{\"name\",\"value\"|\"error\"}]")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Has("node", "group") && (json.Inner("values") is not null || json.Inner("errors") is not null || json.List("tags") is not null) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.Named("node") is not { } device)
        {
            Misshapen(message, into);
            return;
        }

        Stamp stamp = message.Time(json, "timestamp", null, TimeSource.Gateway);
        foreach (JsonProperty value in json.Inner("values")?.Members() ?? [])
            into.Value(device, value.Name, value.Value, UnitInName.Of(value.Name), stamp);
        foreach (JsonProperty error in json.Inner("errors")?.Members() ?? [])
            into.Missing(device, error.Name, null, stamp, $"value.error: code {error.Value.Text()}");
        foreach (JsonElement tag in json.List("tags")?.Items() ?? [])
        {
            if (tag.Named("name") is not { } name)
                into.Refuse("value.invalid", "a tag without a name");
            else if (tag.Member("value") is { } value)
                into.Value(device, name, value, UnitInName.Of(name), stamp);
            else
                into.Missing(device, name, null, stamp, $"value.error: code {tag.Named("error")}");
        }
    }
}
