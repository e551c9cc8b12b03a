using System.Diagnostics.Metrics;
using K3Monitor.Ingest.Measures;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>What the subscriptions count, each by the broker's name. Exported with help texts at <c>/metrics</c>.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class SubscriptionMeasures : IDisposable
{
    private readonly Meter meter = new(IngestMeasures.MeterName);
    private readonly Counter<long> received;
    private readonly Counter<long> acknowledged;
    private readonly Counter<long> redelivered;
    private readonly Counter<long> connections;
    private readonly Counter<long> ended;
    private readonly Counter<long> lost;
    private readonly Counter<long> sessions;

    /// <summary>Makes the instruments.</summary>
    public SubscriptionMeasures()
    {
        received = meter.CreateCounter<long>("k3_source_messages_received", "messages", "Messages that an external broker sent.");
        acknowledged = meter.CreateCounter<long>("k3_source_messages_acknowledged", "messages", "Messages of an external broker acknowledged after they were durable.");
        redelivered = meter.CreateCounter<long>("k3_source_messages_redelivered", "messages", "Messages that an external broker marked as sent before.");
        connections = meter.CreateCounter<long>("k3_source_connections", "connections", "Connections made to an external broker; every one after the first is a reconnect.");
        ended = meter.CreateCounter<long>("k3_source_connections_ended", "connections", "Connections to an external broker, and attempts at one, that ended, by reason.");
        lost = meter.CreateCounter<long>("k3_source_messages_lost", "messages", "Messages of QoS 0 that could not be kept; the broker does not send them again.");
        sessions = meter.CreateCounter<long>("k3_source_sessions_lost", "sessions", "Reconnects at which an external broker had not kept our session: what was published meanwhile did not reach us.");
    }

    internal void Received(string broker, bool again)
    {
        received.Add(1, Of(broker));
        if (again)
            redelivered.Add(1, Of(broker));
    }

    internal void Acknowledged(string broker) => acknowledged.Add(1, Of(broker));

    internal void Connected(string broker) => connections.Add(1, Of(broker));

    internal void Ended(string broker, string reason) => ended.Add(1, Of(broker), new KeyValuePair<string, object?>("reason", reason));

    internal void Lost(string broker) => lost.Add(1, Of(broker));

    internal void SessionLost(string broker) => sessions.Add(1, Of(broker));

    internal void WatchInFlight(Func<IEnumerable<(string Broker, long InFlight)>> read) => meter.CreateObservableGauge(
        "k3_source_in_flight", () => read().Select(r => new Measurement<long>(r.InFlight, Of(r.Broker))), "messages", "Messages of an external broker received and not yet acknowledged.");

    /// <inheritdoc />
    public void Dispose() => meter.Dispose();

    private static KeyValuePair<string, object?> Of(string broker) => new("broker", broker);
}
