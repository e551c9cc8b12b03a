using System.Globalization;
using K3Monitor.Ingest.Normalising.Times;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.SparkplugB;

/// <summary>Sparkplug B 3.0: births give names and types to aliases; data without them is quarantined and a rebirth asked for.</summary>
internal sealed class SparkplugBFormat : IMessageFormat
{
    public string Name => "sparkplug-b";

    public string Shape => "topics spBv1.0/{group}/{N|D}{BIRTH|DATA|DEATH|CMD}/{node}[/{device}] in protocol buffers; spBv1.0/STATE/{host}";

    public Confidence Recognise(FieldMessage message) =>
        SparkplugTopic.IsHostState(message.Levels) ? Confidence.Certain
        : SparkplugTopic.Read(message.Levels) is not null && !message.LooksLikeJson ? Confidence.Certain
        : Confidence.None;

    public void Read(FieldMessage message, Readings into)
    {
        if (SparkplugTopic.IsHostState(message.Levels))
            into.Ignore(null, $"state of the host application {message.Last}");
        else if (SparkplugTopic.Read(message.Levels) is not { } topic)
            into.Refuse("sparkplug.topic", "the topic is not spBv1.0/{group}/{type}/{node}[/{device}]");
        else if (topic.Type is "NCMD" or "DCMD")
            into.Ignore(topic.Name, "a command to the node");
        else if (SparkplugPayload.Read(message.Payload.Span) is not { Payload: { } payload } read)
            into.Refuse("sparkplug.malformed", SparkplugPayload.Read(message.Payload.Span).Fault ?? "");
        else if (read.Payload.Uuid is "SPBV1.0_COMPRESSED")
            into.Refuse("sparkplug.compressed", "compressed payloads are not read");
        else
            Take(message, topic, payload, into);
    }

    private static void Take(FieldMessage message, SparkplugTopic topic, SparkplugPayload payload, Readings into)
    {
        into.Scope = topic.Group;
        NodeSession session = message.Source.Memory.Of<NodeSessions>().Of(topic.Key);
        lock (session)
        {
            switch (topic.Type)
            {
                case "NDEATH": NodeDeath(topic, payload, session, into); return;
                case "DDEATH": into.Metadata(topic.Name, "status offline"); break;
                case "NBIRTH": session.NodeBorn(BirthDeathOf(payload)); break;
                case "DBIRTH": session.DeviceBorn(topic.Device!); break;
            }

            bool ask = Follow(topic, payload, session, into);
            bool birth = topic.Type is "NBIRTH" or "DBIRTH";
            if (birth)
                into.Born.Add(topic.Name);
            foreach (SparkplugMetric metric in payload.Metrics)
                ask |= Metric(message, topic, payload, metric, session, birth, into);
            if (ask && session.MayAsk(message.Received))
                into.RebirthTopic = topic.Command;
        }
    }

    private static void NodeDeath(SparkplugTopic topic, SparkplugPayload payload, NodeSession session, Readings into)
    {
        ulong? number = BirthDeathOf(payload);
        if (!session.Alive)
        {
            into.Ignore(topic.Name, "a death of a node of which no birth was seen");
        }
        else if (number != session.BirthDeath)
        {
            into.Ignore(topic.Name, string.Create(CultureInfo.InvariantCulture, $"a late death of session {number}, while session {session.BirthDeath} lives"));
        }
        else
        {
            session.Died();
            into.Metadata(topic.Name, "status offline");
        }
    }

    private static ulong? BirthDeathOf(SparkplugPayload payload) => payload.Metrics.Find(m => m.Name == "bdSeq")?.Bits;

    private static bool Follow(SparkplugTopic topic, SparkplugPayload payload, NodeSession session, Readings into)
    {
        if (session.Advance(payload.Sequence) is not { } gap)
            return false;
        into.Metadata(topic.Node, string.Create(CultureInfo.InvariantCulture, $"sequence.gap: {gap.Before} to {gap.After}; messages between are missing"));
        return true;
    }

    /// <summary>Reads one metric; true when the session does not suffice and a rebirth should be asked for.</summary>
    private static bool Metric(FieldMessage message, SparkplugTopic topic, SparkplugPayload payload, SparkplugMetric metric, NodeSession session, bool birth, Readings into)
    {
        string device = topic.Device ?? "";
        if (birth && metric.Name is { Length: > 0 } announced)
            session.Announce(device, metric.Alias, new BornMetric(announced, metric.Type, metric.Unit));
        BornMetric? born = session.Find(device, metric.Name, metric.Alias);
        if ((metric.Name ?? born?.Name) is not { Length: > 0 } name)
        {
            into.Refuse("sparkplug.alias-unknown", string.Create(CultureInfo.InvariantCulture, $"{topic.Name}: no birth gave a name to alias {metric.Alias}; a rebirth is asked for"));
            return true;
        }

        SparkplugType type = metric.Type != SparkplugType.Unknown ? metric.Type : born?.Type ?? SparkplugType.Unknown;
        Stamp stamp = (metric.Timestamp ?? payload.Timestamp) is { } time ? TimeReader.Epoch(time, message.Received, TimeSource.Device) : message.Arrival;
        ReadValue value = MetricValue.Read(metric, type);
        if (IsControl(name))
        {
            into.Metadata(topic.Name, "of the session, no measurement", name, value.Value, stamp);
            return false;
        }

        bool unannounced = born is null && session.Knows(device);
        if (unannounced && !value.Refused)
            value = value with { Reason = value.Reason is null ? "sparkplug.unannounced: not in the birth" : $"{value.Reason}; sparkplug.unannounced: not in the birth" };
        if (metric.IsHistorical)
            stamp = stamp with { Flags = stamp.Flags | SampleFlags.Late };
        into.Add(topic.Name, name, value, metric.Unit ?? born?.Unit ?? UnitInName.Of(name), stamp, payload.Sequence is { } s ? (long)(s & 0xFF) : ChannelSample.NoSequence);
        return unannounced;
    }

    private static bool IsControl(string name) =>
        name is "bdSeq" || name.StartsWith("Node Control/", StringComparison.Ordinal) || name.StartsWith("Device Control/", StringComparison.Ordinal);
}
