using System.Diagnostics.Metrics;

namespace K3Monitor.Ingest.Broker;

/// <summary>What the broker counts beside what all of ingest does. Exported with help texts at <c>/metrics</c>.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class BrokerMeasures : IDisposable
{
    private readonly Meter meter = new("K3Monitor.Ingest.Broker");
    private readonly Counter<long> lost;
    private readonly Counter<long> heldBack;
    private readonly Counter<long> undelivered;
    private readonly Counter<long> notRetained;
    private readonly Counter<long> repeated;
    private readonly Counter<long> swept;

    public BrokerMeasures()
    {
        lost = meter.CreateCounter<long>("k3_unacknowledged_lost", "messages", "Messages of QoS 0 that could not be made durable: their device does not know and will not send them again.");
        heldBack = meter.CreateCounter<long>("k3_messages_held_back", "messages", "Messages that were read later, because their device sends faster than it may.");
        undelivered = meter.CreateCounter<long>("k3_deliveries_dropped", "messages", "Messages that a subscribed device did not get, by reason.");
        notRetained = meter.CreateCounter<long>("k3_not_retained", "messages", "Messages taken but not retained although their device asked for it, by reason.");
        repeated = meter.CreateCounter<long>("k3_messages_repeated", "messages", "Messages of QoS 2 that came again before they were released, and were taken once.");
        swept = meter.CreateCounter<long>("k3_sessions_swept", "sessions", "Sessions without a connection that were removed.");
    }

    public void Lost() => lost.Add(1);

    public void HeldBack() => heldBack.Add(1);

    public void NotDelivered(string reason) => undelivered.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void NotRetained(string reason) => notRetained.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Repeated() => repeated.Add(1);

    public void Swept() => swept.Add(1);

    public void Dispose() => meter.Dispose();
}
