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
    : JournalConsumer(Name, tools, logger)
{
    public const string Name = "gaps";

    /// <summary>So many channels with their days are held at most before they are written.</summary>
    private const int MostHeld = 20_000;

    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(20);
    private readonly Dictionary<ChannelDay, long> arrived = [];
    private readonly Dictionary<int, SiteDay> lastDay = [];
    private long noted = -1;
    private long writtenAt = tools.Wall.Time.GetTimestamp();

    protected override string Part => "gaps";

    protected override async Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        if (noted < 0)
            noted = await ledger.BeginAsync(Tools.Journal.DurablePosition, stopping).ConfigureAwait(false);
        foreach (JournalRecord record in batch.Records)
        {
            if (record.Kind != RecordKind.Samples || record.Position < noted || Read(record, c => SamplesRecord.Read(c.Span)) is not { } read)
                continue;
            if (await ledger.ZoneAsync(read.SiteId, stopping).ConfigureAwait(false) is { } zone)
                Count(read, zone);
        }

        noted = Math.Max(noted, batch.Next);
    }

    protected override async Task HandledAsync(long next, CancellationToken stopping)
    {
        if (arrived.Count < MostHeld && Tools.Wall.Time.GetElapsedTime(writtenAt) < WriteEvery)
            return;
        await UntilDoneAsync(() => WriteAsync(next, stopping), stopping).ConfigureAwait(false);
    }

    private async Task WriteAsync(long next, CancellationToken stopping)
    {
        await ledger.NoteAsync(arrived, next, stopping).ConfigureAwait(false);
        arrived.Clear();
        Save(next);
        writtenAt = Tools.Wall.Time.GetTimestamp();
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
