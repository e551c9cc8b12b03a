using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Industrial;

/// <summary>OPC UA PubSub in JSON (part 14, 7.2.5): network messages with data sets; values plain or with own time and status.</summary>
internal sealed class OpcUaPubSubFormat() : JsonFormat("opcua-pubsub", "{\"MessageType\":\"ua-data\",\"PublisherId\",\"Messages\":[{\"Payload\":{…}}]}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        JsonElement first = json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 ? json[0] : json;
        return first.Word("MessageType")?.StartsWith("ua-", StringComparison.Ordinal) == true || (first.HasAny("DataSetWriterId", "DataSetWriterName") && first.Inner("Payload") is not null) ? Confidence.Certain : Confidence.None;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        foreach (JsonElement network in json.ValueKind == JsonValueKind.Array ? json.Items() : [json])
        {
            string device = network.Named("PublisherId") ?? message.Last;
            if (network.Word("MessageType") is { } type && type != "ua-data")
                into.Metadata(device, $"{type}, no measurement");
            else if (network.List("Messages") is { } messages)
                foreach (JsonElement set in messages.EnumerateArray())
                    DataSet(message, device, set, into);
            else if (network.Inner("Messages") is { } single)
                DataSet(message, device, single, into);
            else
                DataSet(message, device, network, into);
        }
    }

    private static void DataSet(FieldMessage message, string device, JsonElement set, Readings into)
    {
        if (set.Inner("Payload") is not { } payload)
        {
            into.Ignore(device, "a data set without values");
            return;
        }

        Stamp outer = message.Time(set, "Timestamp");
        long sequence = set.Whole("SequenceNumber") ?? ChannelSample.NoSequence;
        SampleFlags whole = OpcQuality.Ua(OpcQuality.Code(set, "Status"));
        foreach (JsonProperty field in payload.EnumerateObject())
        {
            bool wrapped = field.Value.ValueKind == JsonValueKind.Object;
            if ((wrapped ? field.Value.AnyMember("Value", "Body") : field.Value) is not { } value)
            {
                into.Missing(device, field.Name, null, outer, "value.missing: no value", sequence);
                continue;
            }

            long code = wrapped ? OpcQuality.Code(field.Value, "StatusCode") : 0;
            ReadValue read = ValueReader.Read(value, field.Name, ValueRules.General);
            SampleFlags flags = whole | OpcQuality.Ua(code);
            if (flags != SampleFlags.None && !read.Refused)
                read = read with { Flags = read.Flags | flags, Reason = FormattableString.Invariant($"quality.status: 0x{(uint)code:X8}") };
            into.Add(device, field.Name, read, UnitInName.Of(field.Name), wrapped ? message.Time(field.Value, "SourceTimestamp", outer) : outer, sequence);
        }
    }
}
