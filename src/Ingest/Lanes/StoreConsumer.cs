using System.Diagnostics.Metrics;
using System.Globalization;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Lanes;

/// <summary>When fresh samples are written into files.</summary>
/// <param name="Every">At least this often.</param>
/// <param name="Samples">And whenever so many have gathered.</param>
public sealed record FlushPolicy(TimeSpan Every, long Samples)
{
    /// <summary>Every 5 minutes or 2 million samples.</summary>
    public static FlushPolicy Default { get; } = new(TimeSpan.FromMinutes(5), 2_000_000);
}

/// <summary>Carries samples from the journal to the telemetry store, and moves its cursor as the store becomes durable.</summary>
internal sealed class StoreConsumer(ConsumerTools tools, ITelemetryStore store, FlushPolicy policy, ILogger<StoreConsumer> logger)
    : JournalConsumer(Name, tools, logger)
{
    public const string Name = "store";

    private static readonly TimeSpan OftenEnough = TimeSpan.FromSeconds(1);

    private readonly StoreAbsence absence = new(tools, store);
    private readonly Lock gate = new();
    private readonly List<(long Position, TaskCompletionSource Reached)> waiting = [];
    private readonly List<ChannelSample> samples = [];

    // What it was given once and has no longer: what is on the way again, and what nobody has any more.
    private string? refills;
    private string? lacks;
    private long refilledAt;
    private long appended = -1;
    private long begunAt;
    private long sinceFlush;
    private long reportedAt;

    // Samples of the batch that were accepted, and counted, before this start.
    private int again;
    private long flushedAt = tools.Wall.Time.GetTimestamp();

    protected override string Part => "store";

    /// <summary>Whether the store is away, or back and not yet caught up: nobody may wait for it.</summary>
    public bool IsBehind => absence.IsBehind;

    /// <summary>Ends when everything before the position can be read from the store.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">The store is away, or goes away meanwhile.</exception>
    public Task WaitForAsync(long position, CancellationToken cancellationToken) =>
        WaitForAsync(position, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc cref="WaitForAsync(long, CancellationToken)"/>
    /// <param name="position">A position of the journal.</param>
    /// <param name="within">How long to wait, by the machine's clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public async Task WaitForAsync(long position, TimeSpan within, CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (appended >= position)
                return;
            if (absence.IsBehind)
                throw Away();
            waiting.Add((position, reached));
        }

        try
        {
            await reached.Task.WaitAsync(within, Tools.Wall.Time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Of a store that hangs somebody asks every second.
            lock (gate)
                waiting.RemoveAll(w => w.Reached == reached);
        }
    }

    /// <summary>Waits for the store to be filled. Behind damage at the journal's very end there is no record that it could reach.</summary>
    /// <param name="end">Everything before this position is wanted.</param>
    /// <param name="noProgress">A store that takes nothing for so long has all that there is, if the journal is damaged.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <returns>Whether it is there; false when it is away.</returns>
    public async Task<bool> CatchUpAsync(long end, TimeSpan noProgress, CancellationToken stopping)
    {
        while (true)
        {
            long before = Appended;
            try
            {
                await WaitForAsync(end, noProgress, stopping).ConfigureAwait(false);
                return true;
            }
            catch (TelemetryStoreUnavailableException)
            {
                return false;
            }
            catch (TimeoutException)
            {
                if (Appended == before && Tools.Journal.Recovery.Findings.Count > 0)
                    return true;
            }
        }
    }

    /// <summary>Whether everything before the position can be read from the store, or soon can. Never waits for a store that is away.</summary>
    public async Task<bool> HasAsync(long position, TimeSpan within, CancellationToken stopping)
    {
        try
        {
            await WaitForAsync(position, within, stopping).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TelemetryStoreUnavailableException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Everything before this position can be read from the store.</summary>
    public long Appended
    {
        get
        {
            lock (gate)
                return appended;
        }
    }

    /// <summary>
    /// What the store kept in files before it was opened needs no second reading. What it was given once and has no longer, because
    /// it was restored or is another one, is read again as far as the journal holds it; samples that it has come to no harm.
    /// </summary>
    /// <exception cref="InvalidDataException">The store knows positions that the journal never had: they do not belong together.</exception>
    public void Begin()
    {
        begunAt = Tools.Journal.DurablePosition;
        if (store is ITelemetryServer server)
            Watch(server);
        if (store.DurablePosition > begunAt)
        {
            // Going on would pass over every new sample until the journal had grown that far.
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"the telemetry store was filled from a journal up to {store.DurablePosition}, and this journal ends at {begunAt}: one of the folders is not the one that belongs here"));
        }

        long saved = Tools.Journal.Register(Name);
        Reached(store.DurablePosition < saved ? TakeAgain(store.DurablePosition, saved) : store.DurablePosition);
    }

    private long TakeAgain(long held, long saved)
    {
        long from = Tools.Journal.Rewind(Name, held);
        string holds = string.Create(CultureInfo.InvariantCulture, $"the store holds what lies before position {held} of the journal, although it had been filled up to {saved}");
        refilledAt = saved;
        refills = $"{holds}: it is filled again from the journal";
        if (from > held)
            lacks = string.Create(CultureInfo.InvariantCulture, $"{holds}: the journal has only what lies behind {from}, the samples between are not in the store");
        return from;
    }

    /// <summary>Writes what is fresh into files; for a quiet end.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await store.FlushAsync(cancellationToken).ConfigureAwait(false);
        long saved = Tools.Journal.Register(Name);
        Save(Math.Max(saved, Math.Min(store.DurablePosition, Tools.Journal.DurablePosition)));
        sinceFlush = 0;
        flushedAt = Tools.Wall.Time.GetTimestamp();
    }

    protected override async Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        samples.Clear();
        again = 0;
        foreach (JournalRecord record in batch.Records)
        {
            if (record.Kind == RecordKind.Samples && Read(record, c => SamplesRecord.Read(c.Span)) is { } read)
            {
                samples.AddRange(read.Samples.Select(s => s.Sample));
                if (record.Position < begunAt)
                    again += read.Samples.Count;
            }
        }

        try
        {
            await store.AppendAsync(samples.ToArray(), batch.Next, stopping).ConfigureAwait(false);
        }
        catch (TelemetryStoreUnavailableException e)
        {
            if (absence.Began(e.Message))
                Abandon();
            throw;
        }
    }

    protected override void Failing(Exception e)
    {
        if (e is TelemetryStoreUnavailableException)
            Report();
        else
            base.Failing(e);
    }

    protected override void Recovered() => Report();

    protected override async Task HandledAsync(long next, CancellationToken stopping)
    {
        Tools.Measures.SamplesStored(samples.Count - again);
        sinceFlush += samples.Count;
        Reached(next);
        if (refills is not null && next >= refilledAt)
        {
            refills = null;
            Report();
        }

        if (absence.IsBehind && (absence.Took(next) || Tools.Wall.Time.GetElapsedTime(reportedAt) >= OftenEnough))
            Report();

        // What a server took is on its disk: the journal may let it go at once, and must, if it is at its bound.
        TimeSpan every = store is ITelemetryServer ? OftenEnough : policy.Every;
        bool due = Tools.Wall.Time.GetElapsedTime(flushedAt) >= every || sinceFlush >= policy.Samples;
        if (due)
            await UntilDoneAsync(() => FlushAsync(stopping), stopping).ConfigureAwait(false);
    }

    private void Watch(ITelemetryServer server)
    {
        server.StatusChanged += (_, _) => Report();
        Tools.Measures.Watch("k3_store_away", "", "1 while the telemetry store's server is away, or back and not yet caught up.", () => [new Measurement<long>(IsBehind || server.Status.Fault is not null ? 1 : 0)]);
        Tools.Measures.Watch("k3_store_set_aside", "samples", "Samples that the telemetry store's server can never take; they lie in a file with their reasons.", () => [new Measurement<long>(server.Status.SetAside)]);
    }

    private void Report()
    {
        reportedAt = Tools.Wall.Time.GetTimestamp();
        (PartCondition condition, string detail) = absence.Describe(Appended);
        if ((lacks ?? refills) is { } note)
            (condition, detail) = condition == PartCondition.Healthy ? (PartCondition.Degraded, note) : (condition, $"{detail}; {note}");
        Report(condition, detail);
    }

    /// <summary>Whoever waits for the store learns that it is away.</summary>
    private void Abandon()
    {
        lock (gate)
        {
            foreach ((_, TaskCompletionSource reached) in waiting)
                reached.TrySetException(Away());
            waiting.Clear();
        }
    }

    private static TelemetryStoreUnavailableException Away() => new("the telemetry store is away");

    private void Reached(long position)
    {
        lock (gate)
        {
            appended = position;
            for (int i = waiting.Count - 1; i >= 0; i--)
            {
                if (waiting[i].Position > position)
                    continue;
                waiting[i].Reached.TrySetResult();
                waiting.RemoveAt(i);
            }
        }
    }
}
