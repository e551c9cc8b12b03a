using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Industrial;

/// <summary>Kepware's IoT Gateway: a list of <c>id</c>, <c>v</c>, <c>q</c>, <c>t</c>. The last part of an id is the channel, what stands before it the device.</summary>
internal sealed class KepwareFormat() : JsonFormat("kepware", "{\"timestamp\",\"values\":[{\"id\",\"v\",\"q\",\"t\"}]}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.List("values") is { } values && values.GetArrayLength() > 0 && values.EnumerateArray().All(v => v.Has("id", "v")) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        if (json.List("values") is not { } values)
        {
            Misshapen(message, into);
            return;
        }

        Stamp outer = message.Time(json, "timestamp", null, TimeSource.Gateway);
        foreach (JsonElement item in values.EnumerateArray())
        {
            if (item.Named("id") is not { } id || item.Member("v") is not { } value)
            {
                into.Refuse("value.invalid", "an entry without id and v");
                continue;
            }

            int cut = id.LastIndexOf('.');
            (string device, string channel) = cut > 0 && cut < id.Length - 1 ? (id[..cut], id[(cut + 1)..]) : (message.Last, id);
            ReadValue read = ValueReader.Read(value, channel, ValueRules.General);
            if (item.Flag("q") == false)
                read = read with { Flags = read.Flags | SampleFlags.Bad, Reason = "quality.false: q is false" };
            into.Add(device, channel, read, UnitInName.Of(channel), message.Time(item, "t", outer));
        }
    }
}
