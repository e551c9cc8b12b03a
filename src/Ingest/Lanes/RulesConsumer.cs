using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.OwnLife;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Live;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
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
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly LaneOutput output = lanes.NewOutput();

    // Periods to judge again from the store: late ones, and those that nobody had judged before this start.
    private readonly HashSet<PointPeriod> late = [];
    private readonly HashSet<PointPeriod> unjudged = [];
    private readonly HashSet<int> touched = [];
    private long processed;
    private long rebuiltTo;
    private int waiting;

    protected override string Part => "rules";

    /// <summary>Rebuilds every lane from the store, up to the journal's present end.</summary>
    public async Task BeginAsync(CancellationToken stopping)
    {
        await UntilDoneAsync(() => Task.FromResult(Tools.Journal.Register(Name)), stopping).ConfigureAwait(false);
        await CatchUpAsync(Tools.Journal.DurablePosition, stopping).ConfigureAwait(false);
        processed = rebuiltTo = store.Appended;
        await hearing.SureAsync(stopping).ConfigureAwait(false);
        await UntilDoneAsync(() => RebuildAsync(null, stopping), stopping).ConfigureAwait(false);
        await UntilDoneAsync(async () => unjudged.UnionWith(await lanes.LeftBehindAsync(stopping).ConfigureAwait(false)), stopping).ConfigureAwait(false);
        Volatile.Write(ref waiting, unjudged.Count);
    }

    /// <summary>Waits for the store. Behind damage at the journal's very end there is no record that it could reach.</summary>
    private async Task CatchUpAsync(long end, CancellationToken stopping)
    {
        while (true)
        {
            long before = store.Appended;
            try
            {
                await store.WaitForAsync(end, stopping).WaitAsync(NoProgress, Tools.Wall.Time, stopping).ConfigureAwait(false);
                return;
            }
            catch (TimeoutException)
            {
                if (store.Appended == before && Tools.Journal.Recovery.Findings.Count > 0)
                    return;
            }
        }
    }

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
            if (!lanes.Know(hearing.Outages))
                await RebuildAsync(null, stopping).ConfigureAwait(false);
            foreach (JournalRecord record in batch.Records)
            {
                // The batch comes again when applying it failed; its samples are in the lanes by then.
                if (record.Position >= rebuiltTo && record.Position < processed)
                    continue;
                if (record.Kind == RecordKind.Samples && Read(record, c => SamplesRecord.Read(c.Span)) is { } read)
                    Feed(read, record.Position < rebuiltTo);
            }

            processed = Math.Max(processed, batch.Next);
            await ApplyAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The position is saved only when nothing waits to be judged again.</summary>
    protected override Task HandledAsync(long next, CancellationToken stopping) =>
        Volatile.Read(ref waiting) == 0 ? base.HandledAsync(next, stopping) : Task.CompletedTask;

    private void Feed(SamplesRecord record, bool inLanes)
    {
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

            touched.Add(point);
            if (inLanes)
            {
                // The lane was built with it, unless it lies before all that the lane was given.
                PointPeriod period = lanes.PeriodOf(point, sample.Sample.Time);
                if (!lanes.Covers(period))
                    unjudged.Add(period);
            }
            else if (lanes.Accept(point, sample, output) == SampleOutcome.TooLate)
            {
                late.Add(lanes.PeriodOf(point, sample.Sample.Time));
            }
        }

        Volatile.Write(ref waiting, late.Count + unjudged.Count);
    }

    private async Task TickOnceAsync(CancellationToken stopping)
    {
        // Asked before the outages are: of one that comes between, no part lies before it.
        Instant until = hearing.Until;
        TopologySnapshot topology = await registry.GetAsync(stopping).ConfigureAwait(false);
        if (!lanes.AreBuiltFor(topology, hearing.Outages))
            await RebuildAsync(topology, stopping).ConfigureAwait(false);
        await JudgeAgainAsync(stopping).ConfigureAwait(false);
        lanes.Tick(Instant.Min(Instant.Now(Tools.Time) - Settling, until), output);
        await ApplyAsync(stopping).ConfigureAwait(false);
        Show();
    }

    private async Task RebuildAsync(TopologySnapshot? topology, CancellationToken stopping)
    {
        topology ??= await registry.GetAsync(stopping).ConfigureAwait(false);
        await store.WaitForAsync(processed, stopping).ConfigureAwait(false);
        touched.UnionWith(await lanes.RebuildAsync(topology, hearing.Outages, output, stopping).ConfigureAwait(false));
        await ApplyAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Once a tick, so that a back-log of many messages is judged once and not with every message.</summary>
    private async Task JudgeAgainAsync(CancellationToken stopping)
    {
        if (late.Count + unjudged.Count == 0)
            return;
        await store.WaitForAsync(processed, stopping).ConfigureAwait(false);
        Instant now = Instant.Now(Tools.Time);
        await lanes.JudgeAgainAsync(unjudged, foundLate: false, now, output, stopping).ConfigureAwait(false);
        await lanes.JudgeAgainAsync(late, foundLate: true, now, output, stopping).ConfigureAwait(false);
        await ApplyAsync(stopping).ConfigureAwait(false);
        unjudged.Clear();
        late.Clear();
        Volatile.Write(ref waiting, 0);
    }

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
                board.Publish(new CurrentExposures(point, verdicts, now));
        }

        touched.Clear();
    }
}
