using System.Text.Json;

namespace K3Monitor.Ingest.Formats.InfluxLines;

/// <summary>Telegraf's JSON: one metric, or a batch of them.</summary>
internal sealed class TelegrafJsonFormat() : JsonFormat("telegraf-json", "{\"metrics\":[{\"fields\",\"name\",\"tags\",\"timestamp\"}]} or one metric")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        IsMetric(json) || (json.List("metrics") is { } list && list.GetArrayLength() > 0 && list.EnumerateArray().All(IsMetric)) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        foreach (JsonElement metric in json.List("metrics")?.Items() ?? [json])
        {
            if (!IsMetric(metric))
            {
                Misshapen(message, into);
                continue;
            }

            string name = metric.Named("name")!;
            List<(string, string)> tags = [.. metric.Inner("tags")?.Members().Select(t => (t.Name, t.Value.Text() ?? "")) ?? []];
            (string device, string suffix) = TaggedSeries.Names(name, tags);
            Stamp stamp = message.Time(metric, "timestamp");
            foreach (JsonProperty field in metric.Inner("fields")!.Value.EnumerateObject())
                into.Value(device, $"{name}.{field.Name}{suffix}", field.Value, UnitInName.Of(field.Name), stamp);
        }
    }

    private static bool IsMetric(JsonElement json) => json.Inner("fields") is not null && json.Named("name") is not null && json.HasAny("timestamp", "tags");
}
