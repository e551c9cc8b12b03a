using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.OwnLife;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Live;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Store.Telemetry;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Lanes;

/// <summary>
/// Carries samples to the lanes of their sites and what the lanes give out to the register of incidents. At the start
/// every lane is rebuilt from the store; findings are level-triggered, so that nothing is opened twice.
/// </summary>
internal sealed class RulesConsumer(
    ConsumerTools tools, StoreConsumer store, LaneSet lanes, IHearing hearing, ITopologyRegistry registry, IIncidentRegister register, ExposureBoard board,
    ILogger<RulesConsumer> logger)
    : JournalConsumer(Name, tools, logger), IDisposable
{
    public const string Name = "rules";

    /// <summary>
    /// The lanes' time runs this far behind the clock: devices send batches of up to a minute, and a breach must not seem to
    /// end with each of them. Nothing that a sample shows waits for it.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoProgress = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestoreWithin = TimeSpan.FromMilliseconds(500);

    /// <summary>Lanes are built anew for outages of our own at most this often: a fault may come and go every second.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly LaneOutput output = lanes.NewOutput();
    private readonly PendingPeriods pending = new(lanes, tools.Measures, tools.Wall);
    private readonly HashSet<int> touched = [];
    private long processed;
    private long rebuiltTo;
    private int waiting;

    // While the store is away, a start gives the lanes what the journal still holds; until they have it they say nothing.
    private bool replays;
    private long replayedAt;
    private bool looksBehind = true;
    private bool mayRenew = true;
    private long? renewedAt;
    private string said = Following;

    protected override string Part => "rules";

    /// <summary>
    /// Rebuilds every lane from the store, up to the journal's present end; from what the journal holds, when the store is
    /// away.
    /// </summary>
    public async Task BeginAsync(CancellationToken stopping)
    {
        await UntilDoneAsync(() => Task.FromResult(Tools.Journal.Register(Name)), stopping).ConfigureAwait(false);
        long end = Tools.Journal.DurablePosition;
        bool readable = await store.CatchUpAsync(end, NoProgress, stopping).ConfigureAwait(false);
        processed = rebuiltTo = store.Appended;
        await hearing.SureAsync(stopping).ConfigureAwait(false);
        await UntilDoneAsync(() => RebuildAsync(null, readable, stopping), stopping).ConfigureAwait(false);
        await UntilDoneAsync(() => FindLeftBehindAsync(stopping), stopping).ConfigureAwait(false);
        if (lanes.Blind > 0)
        {
            (processed, rebuiltTo, replayedAt) = (0, 0, end);

            // Behind damage at the end there is no record that would end the replay.
            replays = Tools.Journal.Register(ReadFrom) < end && Tools.Journal.Recovery.Findings.Count == 0;
        }

        CountWaiting();
    }

    /// <summary>Blind lanes are fed from where the store left off, or from what was not judged yet, whichever is earlier.</summary>
    protected override string ReadFrom =>
        lanes.Blind > 0 && Tools.Journal.Register(StoreConsumer.Name) < Tools.Journal.Register(Name) ? StoreConsumer.Name : base.ReadFrom;

    public void Dispose() => turn.Dispose();

    /// <summary>Tells the lanes what time it is, once a second of the plant's clock, and takes up changes of the sites.</summary>
    public async Task TickAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TickEvery, Tools.Time);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
        {
            await turn.WaitAsync(stopping).ConfigureAwait(false);
            try
            {
                await UntilDoneAsync(() => TickOnceAsync(stopping), stopping).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    protected override async Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        await hearing.SureAsync(stopping).ConfigureAwait(false);
        await turn.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (!replays)
                TakeUpOutages();
            foreach (JournalRecord record in batch.Records)
            {
                // The batch comes again when applying it failed; its samples are in the lanes by then.
                if (record.Position >= rebuiltTo && record.Position < processed)
                    continue;
                if (record.Kind == RecordKind.Samples && Read(record, c => SamplesRecord.Read(c.Span)) is { } read)
                    Feed(read, record.Position < rebuiltTo);
            }

            processed = Math.Max(processed, batch.Next);
            replays = replays && processed < replayedAt;
            if (!replays)
                await ApplyAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The position is saved only when nothing waits to be judged again.</summary>
    protected override Task HandledAsync(long next, CancellationToken stopping) =>
        Volatile.Read(ref waiting) == 0 && next >= replayedAt ? base.HandledAsync(next, stopping) : Task.CompletedTask;

    private void Feed(SamplesRecord record, bool inLanes)
    {
        if (replays)
            lanes.HeardBlind(record.Received);
        foreach (ReadySample ready in record.Samples)
        {
            ChannelSample sample = ready.Sample;
            if (lanes.PointOf(sample) is not { } point)
                continue;
            if (!lanes.HasPlace(sample))
            {
                Tools.Measures.SampleNotJudged();
                continue;
            }

            Feed(point, sample, inLanes);
            foreach (int user in lanes.UsersOf(point))
                Feed(user, PointSamples.AsUse(sample), inLanes);
        }

        CountWaiting();
    }

    private void Feed(int point, in ChannelSample sample, bool inLanes)
    {
        touched.Add(point);
        PointPeriod period = lanes.PeriodOf(point, sample.Sample.Time);

        // A file's samples are history, however new: their periods are judged from the store, as found late, and never live.
        if ((sample.Sample.Flags & SampleFlags.Imported) != 0)
        {
            pending.AddLate(period);
        }
        else if (inLanes)
        {
            // The lane was built with it, unless it lies before all that the lane was given.
            if (!lanes.Covers(period))
                pending.AddUnjudged(period);
        }
        else if (lanes.Accept(point, sample, output) == SampleOutcome.TooLate)
        {
            pending.AddLate(period);
        }
        else if (lanes.LiesBeforeBlindness(point, sample.Sample.Time))
        {
            pending.AddUnjudged(period);
        }
    }

    private async Task TickOnceAsync(CancellationToken stopping)
    {
        // Asked before the outages are: of one that comes between, no part lies before it.
        Instant until = hearing.Until;
        TopologySnapshot topology = await registry.GetAsync(stopping).ConfigureAwait(false);
        if (replays)
            return;
        TakeUpOutages();
        if (!lanes.AreBuiltFor(topology))
            await RebuildAsync(topology, await store.HasAsync(processed, NoProgress, stopping).ConfigureAwait(false), stopping).ConfigureAwait(false);
        await RestoreAsync(stopping).ConfigureAwait(false);
        await JudgeAgainAsync(stopping).ConfigureAwait(false);
        lanes.Tick(Instant.Min(Instant.Now(Tools.Time) - Settling, until), output);
        await ApplyAsync(stopping).ConfigureAwait(false);
        Show();
    }

    /// <summary>What an outage could change is held back from now on, until the lanes are built anew.</summary>
    private void TakeUpOutages()
    {
        if (lanes.Learn(hearing.Outages))
            mayRenew = false;
    }

    private bool MayRenew()
    {
        if (!mayRenew && (renewedAt is not { } last || Tools.Time.GetElapsedTime(last) >= RenewEvery))
            (mayRenew, renewedAt) = (true, Tools.Time.GetTimestamp());
        return mayRenew;
    }

    private async Task RebuildAsync(TopologySnapshot? topology, bool readable, CancellationToken stopping)
    {
        topology ??= await registry.GetAsync(stopping).ConfigureAwait(false);
        lanes.Learn(hearing.Outages);
        touched.UnionWith(await lanes.RebuildAsync(topology, readable, output, stopping).ConfigureAwait(false));
        await ApplyAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Gives blind lanes their history once the store has it; and tells of what is missing until then.</summary>
    private async Task RestoreAsync(CancellationToken stopping)
    {
        if (lanes.Blind > 0 && MayRenew() && await store.HasAsync(processed, NoProgress, stopping).ConfigureAwait(false))
        {
            touched.UnionWith(await lanes.RestoreAsync(RestoreWithin, Tools.Wall, output, stopping).ConfigureAwait(false));
            await ApplyAsync(stopping).ConfigureAwait(false);
        }

        if (looksBehind)
            await FindLeftBehindAsync(stopping).ConfigureAwait(false);
        CountWaiting();
        string says = RulesHealth.Describe(lanes, pending, store.IsBehind);
        if (says != said)
            Report(says == Following ? PartCondition.Healthy : PartCondition.Degraded, says);
        said = says;
    }

    private async Task FindLeftBehindAsync(CancellationToken stopping)
    {
        if (lanes.Blind > 0)
            return;
        try
        {
            pending.AddUnjudged(await lanes.LeftBehindAsync(stopping).ConfigureAwait(false));
            looksBehind = false;
        }
        catch (TelemetryStoreUnavailableException)
        {
            // Asked again with the next tick.
        }
    }

    /// <summary>Once a tick, so that a back-log of many messages is judged once and not with every message.</summary>
    private async Task JudgeAgainAsync(CancellationToken stopping)
    {
        pending.AddUnjudged(lanes.TakeUnjudged());
        if (pending.Count > 0 && await store.HasAsync(processed, NoProgress, stopping).ConfigureAwait(false))
        {
            await pending.JudgeAsync(Instant.Now(Tools.Time), output, stopping).ConfigureAwait(false);
            pending.AddUnjudged(lanes.TakeUnjudged());
            await ApplyAsync(stopping).ConfigureAwait(false);
        }

        CountWaiting();
    }

    private void CountWaiting() => Volatile.Write(ref waiting, pending.Count + lanes.Blind);

    private async Task ApplyAsync(CancellationToken stopping)
    {
        if (output.IsEmpty)
            return;
        await register.ApplyAsync(output.Findings, output.Concluded, stopping).ConfigureAwait(false);
        output.Clear();
    }

    private void Show()
    {
        Instant now = Instant.Now(Tools.Time);
        foreach (int point in touched)
        {
            if (lanes.Current(point) is { Count: > 0 } verdicts)
                board.Publish(new CurrentExposures(point, verdicts, now) { Forecasts = lanes.Forecasts(point, now) });
        }

        touched.Clear();
    }
}
