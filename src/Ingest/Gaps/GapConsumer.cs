using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Gaps;

/// <summary>
/// Notes in the gap ledger on which days of which channels samples came, and how many. What was noted and the position up to which
/// it was are written in one transaction, and only then the cursor: a kill in between notes nothing twice.
/// </summary>
internal sealed class GapConsumer(ConsumerTools tools, IGapKeeping ledger, GapMeasures measures, ILogger<GapConsumer> logger)
    : JournalConsumer(Name, tools, logger), IDisposable
{
    public const string Name = "gaps";

    /// <summary>So many channels with their days are held at most before they are written.</summary>
    private const int MostHeld = 20_000;

    internal static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<ChannelDay, long> arrived = [];
    private readonly Dictionary<int, SiteDay> lastDay = [];
    private long noted = -1;
    private long reached;
    private long writtenAt = tools.Wall.Time.GetTimestamp();

    protected override string Part => "gaps";

    /// <summary>Writes what was noted if that is due: when nothing comes any more, nobody else does.</summary>
    public Task WriteIfDueAsync(CancellationToken stopping) => IsDue ? WriteAsync(stopping) : Task.CompletedTask;

    public void Dispose() => turn.Dispose();

    protected override async Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        await turn.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (noted < 0)
                noted = await ledger.BeginAsync(Tools.Journal.DurablePosition, stopping).ConfigureAwait(false);
            foreach (JournalRecord record in batch.Records)
            {
                if (record.Position < noted)
                    continue;
                if (record.Kind == RecordKind.Samples && Read(record, c => SamplesRecord.Read(c.Span)) is { } read
                    && await ledger.ZoneAsync(read.SiteId, stopping).ConfigureAwait(false) is { } zone)
                    Count(read, zone);

                // A batch whose next record failed comes again.
                noted = record.Position + 1;
            }

            reached = batch.Next;
        }
        finally
        {
            turn.Release();
        }
    }

    protected override Task HandledAsync(long next, CancellationToken stopping) =>
        arrived.Count >= MostHeld || IsDue ? UntilDoneAsync(() => WriteAsync(stopping), stopping) : Task.CompletedTask;

    private bool IsDue => Tools.Wall.Time.GetElapsedTime(Volatile.Read(ref writtenAt)) >= WriteEvery;

    private async Task WriteAsync(CancellationToken stopping)
    {
        await turn.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (noted < 0)
                return;
            await ledger.NoteAsync(arrived, reached, stopping).ConfigureAwait(false);
            arrived.Clear();
            Save(reached);
            Volatile.Write(ref writtenAt, Tools.Wall.Time.GetTimestamp());
        }
        finally
        {
            turn.Release();
        }
    }

    private void Count(SamplesRecord record, TimeZoneInfo zone)
    {
        foreach (ReadySample ready in record.Samples)
        {
            Instant time = ready.Sample.Sample.Time;
            if (time < record.Received - IGapKeeping.Reach || time > record.Received + IGapKeeping.ReachAhead)
            {
                measures.Beyond();
                continue;
            }

            if (!lastDay.TryGetValue(record.SiteId, out SiteDay day) || !day.Range.Contains(time))
                lastDay[record.SiteId] = day = SiteDay.At(time, zone);
            var key = new ChannelDay(record.SiteId, record.DeviceId, ready.Sample.ChannelId, day.Day);
            arrived[key] = arrived.GetValueOrDefault(key) + 1;
        }
    }
}
