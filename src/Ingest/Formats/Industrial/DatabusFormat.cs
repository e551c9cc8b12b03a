using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Industrial;

/// <summary>Names of data points by topic and id. At most 50,000.</summary>
internal sealed class DataPointNames
{
    public BoundedTable<string> Names { get; } = new(50_000);
}

/// <summary>
/// Siemens Industrial Edge databus: data under <c>ie/d/…</c> carries ids; names come on <c>ie/m/…</c>, retained, perhaps later. A value
/// whose name is not known yet is quarantined.
/// </summary>
internal sealed class DatabusFormat() : JsonFormat("siemens-databus", "ie/d/…: {\"seq\",\"vals\":[{\"id\",\"val\",\"ts\",\"qc\"}]}; ie/m/…: {\"connections\":[…]}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        bool data = json.List("vals") is { } vals && vals.GetArrayLength() > 0 && vals.EnumerateArray().All(v => v.Has("id", "val"));
        bool names = json.List("connections") is { } c && c.EnumerateArray().All(x => x.List("dataPoints") is not null);
        return data || names ? Confidence.Certain : message.Levels is ["ie", "s" or "m", ..] ? Confidence.Certain : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.List("connections") is { } connections)
            Describe(message, connections, into);
        else if (json.List("vals") is { } values)
            foreach (JsonElement value in values.EnumerateArray())
                One(message, json, value, into);
        else
            into.Metadata(null, "a state of the databus, no measurement");
    }

    private static void Describe(FieldMessage message, JsonElement connections, Readings into)
    {
        BoundedTable<string> names = message.Source.Memory.Of<DataPointNames>().Names;
        foreach (JsonElement connection in connections.EnumerateArray())
        {
            string device = connection.Named("name") ?? "";
            foreach (JsonElement point in connection.List("dataPoints")?.Items() ?? [])
            {
                string topic = point.Named("topic") ?? "";
                foreach (JsonElement definition in point.List("dataPointDefinitions")?.Items() ?? [])
                {
                    if (definition.Named("id") is { } id && definition.Named("name") is { } name)
                        names.Set($"{topic}#{id}", $"{device}/{point.Named("name")}\n{name}");
                }
            }

            into.Metadata(device, "describes its data points");
        }
    }

    private static void One(FieldMessage message, JsonElement json, JsonElement item, Readings into)
    {
        string id = item.Named("id") ?? "";
        if (message.Source.Memory.Of<DataPointNames>().Names.Find($"{message.Topic}#{id}") is not { } known)
        {
            into.Refuse("databus.id-unknown", $"nothing has named data point {id} of '{message.Topic}' yet");
            return;
        }

        string[] parts = known.Split('\n');
        ReadValue read = item.Member("val") is { } value ? ValueReader.Read(value, parts[1], ValueRules.General) : ReadValue.Missing("value.missing: no val");
        switch (item.Whole("qc"))
        {
            case 0: read = ReadValue.Missing("quality.qc: 0 is bad"); break;
            case 1: read = read with { Flags = read.Flags | SampleFlags.Uncertain, Reason = "quality.qc: 1 is uncertain" }; break;
        }

        into.Add(parts[0], parts[1], read, UnitInName.Of(parts[1]), message.Time(item, "ts"), json.Whole("seq") ?? ChannelSample.NoSequence);
    }
}
