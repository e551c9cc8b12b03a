using System.Text.Json;
using K3Monitor.Ingest.Formats.SparkplugB;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.SparkplugJson;

/// <summary>Sparkplug metrics in JSON, as gateways and bridges publish them for readers without protocol buffers.</summary>
internal sealed class SparkplugJsonFormat() : JsonFormat("sparkplug-json", "{\"timestamp\",\"metrics\":[{\"name\",\"value\",\"dataType\"}],\"seq\"}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        bool named = json.List("metrics") is { } metrics && metrics.GetArrayLength() > 0 && metrics.EnumerateArray().All(m => m.Has("name") && m.HasAny("value", "is_null", "isNull", "dataType") && !m.Has("fields"));
        return !named ? Confidence.None : SparkplugTopic.Read(message.Levels) is not null ? Confidence.Certain : json.HasAny("timestamp", "seq") ? Confidence.Likely : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.List("metrics") is not { } metrics)
        {
            Misshapen(message, into);
            return;
        }

        string device = SparkplugTopic.Read(message.Levels)?.Name ?? message.Last;
        Stamp outer = message.Time(json, "timestamp");
        long sequence = json.Whole("seq") ?? ChannelSample.NoSequence;
        foreach (JsonElement metric in metrics.EnumerateArray())
            One(message, metric, device, outer, sequence, into);
    }

    private static void One(FieldMessage message, JsonElement metric, string device, Stamp outer, long sequence, Readings into)
    {
        if (metric.Named("name") is not { } name)
        {
            into.Refuse("sparkplug.alias-unknown", "a metric without a name");
            return;
        }

        Stamp stamp = message.Time(metric, "timestamp", outer);
        string? unit = metric.Inner("properties") is { } p ? (p.Inner("engUnit") is { } e ? e.Word("value") : p.Word("engUnit")) : null;
        bool isNull = metric.Flag("isNull") == true || metric.Flag("is_null") == true;
        if (name == "bdSeq" || name.Contains(" Control/", StringComparison.Ordinal))
            into.Metadata(device, "of the session, no measurement", name, metric.Member("value") is { } v ? ValueReader.Read(v, name, ValueRules.General).Value : default, stamp);
        else if (isNull || metric.Member("value") is not { } value)
            into.Missing(device, name, unit, stamp, "value.missing: is_null", sequence);
        else
            into.Value(device, name, value, unit ?? UnitInName.Of(name), metric.Flag("isHistorical") == true ? stamp with { Flags = stamp.Flags | SampleFlags.Late } : stamp, sequence);
    }
}
