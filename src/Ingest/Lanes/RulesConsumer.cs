using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Normalising;
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
    ConsumerTools tools, StoreConsumer store, LaneSet lanes, ITopologyRegistry registry, IIncidentRegister register, ExposureBoard board, ILogger<RulesConsumer> logger)
    : JournalConsumer(Name, tools, logger), IDisposable
{
    public const string Name = "rules";

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly LaneOutput output = new();
    private readonly HashSet<(int PointId, Instant Time)> tooLate = [];
    private readonly HashSet<int> touched = [];
    private long processed;

    protected override string Part => "rules";

    protected override long SkipUntil => processed;

    /// <summary>Rebuilds every lane from the store, up to the journal's present end.</summary>
    public async Task BeginAsync(CancellationToken stopping)
    {
        Tools.Journal.Register(Name);
        long end = Tools.Journal.DurablePosition;
        await store.WaitForAsync(end, stopping).ConfigureAwait(false);
        await UntilDoneAsync(() => RebuildAsync(null, stopping), stopping).ConfigureAwait(false);
        processed = end;
        Save(end);
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
        await turn.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            foreach (JournalRecord record in batch.Records)
            {
                if (record.Kind == RecordKind.Samples && Read(record, c => SamplesRecord.Read(c.Span)) is { } read)
                    Feed(read);
            }

            processed = batch.Next;
            await RejudgeAsync(stopping).ConfigureAwait(false);
            await ApplyAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private void Feed(SamplesRecord record)
    {
        if (lanes.Of(record.SiteId) is not { } lane)
            return;
        foreach (ReadySample sample in record.Samples)
        {
            if (sample.PointId is not { } point)
                continue;
            if (lane.Accept(point, sample.Sample.Sample, output) == SampleOutcome.TooLate)
                tooLate.Add((point, sample.Sample.Sample.Time));
            touched.Add(point);
        }
    }

    private async Task TickOnceAsync(CancellationToken stopping)
    {
        TopologySnapshot topology = await registry.GetAsync(stopping).ConfigureAwait(false);
        if (topology.Revision != lanes.Revision)
            await RebuildAsync(topology, stopping).ConfigureAwait(false);
        lanes.Tick(Instant.Now(Tools.Time), output);
        await ApplyAsync(stopping).ConfigureAwait(false);
        Show();
    }

    private async Task RebuildAsync(TopologySnapshot? topology, CancellationToken stopping)
    {
        topology ??= await registry.GetAsync(stopping).ConfigureAwait(false);
        await store.WaitForAsync(processed, stopping).ConfigureAwait(false);
        touched.UnionWith(await lanes.RebuildAsync(topology, output, stopping).ConfigureAwait(false));
        await ApplyAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Judges again, from the store, the periods for which a lane was too far on.</summary>
    private async Task RejudgeAsync(CancellationToken stopping)
    {
        if (tooLate.Count == 0)
            return;
        await store.WaitForAsync(processed, stopping).ConfigureAwait(false);
        await lanes.RejudgeAsync(tooLate, Instant.Now(Tools.Time), output, stopping).ConfigureAwait(false);
        tooLate.Clear();
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
