using System.Diagnostics.Metrics;

namespace K3Monitor.Ingest.Measures;

/// <summary>What ingest counts. Exported with help texts at <c>/metrics</c>.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class IngestMeasures : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "K3Monitor.Ingest";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> received;
    private readonly Counter<long> accepted;
    private readonly Counter<long> refused;
    private readonly Counter<long> closed;
    private readonly Counter<long> signIns;
    private readonly Counter<long> acknowledged;
    private readonly Counter<long> stored;
    private readonly Counter<long> poison;
    private readonly Counter<long> unplaced;
    private readonly Counter<long> leftOut;
    private long acceptedTotal;
    private long storedTotal;
    private long refusedTotal;

    /// <summary>Makes the instruments.</summary>
    public IngestMeasures()
    {
        received = meter.CreateCounter<long>("k3_messages_received", "messages", "Messages that devices published.");
        accepted = meter.CreateCounter<long>("k3_samples_accepted", "samples", "Samples appended to the journal.");
        refused = meter.CreateCounter<long>("k3_refused", "parts", "Messages or parts of messages in quarantine, by reason.");
        closed = meter.CreateCounter<long>("k3_connections_closed", "connections", "Connections closed by the broker, by reason.");
        signIns = meter.CreateCounter<long>("k3_sign_ins", "attempts", "Attempts of devices to sign in, by outcome.");
        acknowledged = meter.CreateCounter<long>("k3_publishes_acknowledged", "messages", "Publishes acknowledged after they were durable.");
        stored = meter.CreateCounter<long>("k3_samples_stored", "samples", "Samples handed to the telemetry store since the start; samples accepted minus samples stored returns to 0.");
        poison = meter.CreateCounter<long>("k3_journal_records_set_aside", "records", "Journal records that could not be read back and were set aside.");
        unplaced = meter.CreateCounter<long>("k3_samples_not_judged", "samples", "Samples that are kept but not judged, because the device's clock ran too far ahead of receipt.");
        leftOut = meter.CreateCounter<long>("k3_periods_left_out", "periods", "Periods of a point that late samples touched and that are not judged again, by reason.");
    }

    /// <summary>Samples appended to the journal since the start.</summary>
    public long Accepted => Interlocked.Read(ref acceptedTotal);

    /// <summary>Samples handed to the store since the start.</summary>
    public long Stored => Interlocked.Read(ref storedTotal);

    /// <summary>Parts refused since the start.</summary>
    public long Refused => Interlocked.Read(ref refusedTotal);

    /// <summary>A message arrived.</summary>
    public void MessageReceived() => received.Add(1);

    /// <summary>Samples were appended.</summary>
    public void SamplesAccepted(int count)
    {
        Interlocked.Add(ref acceptedTotal, count);
        accepted.Add(count);
    }

    /// <summary>A part was refused.</summary>
    public void PartRefused(string reason)
    {
        Interlocked.Increment(ref refusedTotal);
        refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    /// <summary>A connection was closed.</summary>
    public void ConnectionClosed(string reason) => closed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A device tried to sign in.</summary>
    public void SignIn(string outcome) => signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A publish was acknowledged.</summary>
    public void PublishAcknowledged() => acknowledged.Add(1);

    /// <summary>Samples went to the store.</summary>
    public void SamplesStored(int count)
    {
        Interlocked.Add(ref storedTotal, count);
        stored.Add(count);
    }

    /// <summary>A record was set aside.</summary>
    public void RecordSetAside() => poison.Add(1);

    /// <summary>A sample was not judged, because its clock ran too far ahead.</summary>
    public void SampleNotJudged() => unplaced.Add(1);

    /// <summary>A period is not judged again.</summary>
    public void PeriodLeftOut(string reason) => leftOut.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Watches a figure that somebody else keeps.</summary>
    public void Watch(string name, string unit, string meaning, Func<IEnumerable<Measurement<long>>> read) =>
        meter.CreateObservableGauge(name, read, unit, meaning);

    /// <inheritdoc />
    public void Dispose() => meter.Dispose();
}
