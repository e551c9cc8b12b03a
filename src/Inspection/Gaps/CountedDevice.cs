using K3Monitor.Inspection.Gaps.Counting;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Gaps;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Gaps;

/// <summary>The count of a device's day, on its way into the ledger.</summary>
/// <param name="Row">The day as it was when the count began.</param>
/// <param name="Counted">What the day waited for then; more that came since keeps it due.</param>
/// <param name="Now">When it was counted.</param>
/// <param name="IsOver">Whether the day was over.</param>
/// <param name="First">Its first numbered message.</param>
/// <param name="Last">Its last one.</param>
/// <param name="Channels">The counts.</param>
internal sealed record CountedDevice(
    GapDay Row, long? Counted, Instant Now, bool IsOver, (Instant Time, long Number)? First, (Instant Time, long Number)? Last, IReadOnlyList<CountedChannel> Channels)
{
    /// <summary>Writes it; days whose numbers it changes the end of are counted again.</summary>
    public async Task WriteAsync(K3Context context, CancellationToken cancellationToken)
    {
        GapDay? row = await context.GapDays.Include(d => d.Channels).FirstOrDefaultAsync(d => d.Id == Row.Id, cancellationToken).ConfigureAwait(false);
        if (row is null)
            return;
        row.AsOf = Now;
        row.Closed = IsOver;
        if (row.WaitsFor == Counted)
            row.WaitsFor = null;
        if (HasLetGo(row))
            return;
        foreach (CountedChannel channel in Channels)
            Write(row, channel);
        bool first = row.FirstTime != First?.Time || row.FirstNumber != First?.Number;
        bool last = row.LastTime != Last?.Time || row.LastNumber != Last?.Number;
        (row.FirstTime, row.FirstNumber, row.LastTime, row.LastNumber) = (First?.Time, First?.Number, Last?.Time, Last?.Number);
        if (first)
            await TouchAsync(context, later: false, cancellationToken).ConfigureAwait(false);
        if (last)
            await TouchAsync(context, later: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a store no longer has, because it keeps samples only so long, stays counted.</summary>
    private bool HasLetGo(GapDay row) => row.Channels.Exists(r => Channels.FirstOrDefault(c => c.ChannelId == r.ChannelId)?.Received < r.Received);

    private void Write(GapDay day, CountedChannel channel)
    {
        GapRow? row = day.Channels.Find(r => r.ChannelId == channel.ChannelId);
        if (row is null)
            day.Channels.Add(row = new GapRow { ChannelId = channel.ChannelId });
        (row.Basis, row.IntervalMs, row.Expected) = (channel.Basis, (long?)channel.Interval?.TotalMilliseconds, channel.Expected);
        (row.Received, row.Late, row.Conflicts, row.Unnumbered) = (channel.Received, channel.Late, channel.Conflicts, channel.Unnumbered);

        // While samples come the store may be a moment ahead of what is noted.
        row.Duplicates = row.Arrived >= channel.Rows ? row.Arrived - channel.Rows : IsOver ? null : 0;
        (row.Restarts, row.Wraps) = (channel.Restarts, channel.Wraps);
        (row.NeverSensor, row.NeverPath, row.NeverOwn, row.NeverUnknown) = (channel.Sensor, channel.Path, channel.Own, channel.Unknown);
        (row.SilentMs, row.OwnMs) = ((long?)channel.Silent?.TotalMilliseconds, (long?)channel.OwnSilent?.TotalMilliseconds);
    }

    /// <summary>The days up to the next one with a numbered message: a hole between the two lies in all of them.</summary>
    private async Task TouchAsync(K3Context context, bool later, CancellationToken cancellationToken)
    {
        IQueryable<GapDay> side = context.GapDays.Where(d => d.DeviceId == Row.DeviceId && (later ? d.Day > Row.Day : d.Day < Row.Day));
        IQueryable<GapDay> numbered = side.Where(d => d.FirstNumber != null);
        DateOnly? end = await (later ? numbered.OrderBy(d => d.Day) : numbered.OrderByDescending(d => d.Day))
            .Select(d => (DateOnly?)d.Day).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (end is not { } until)
            return;
        await side.Where(d => d.WaitsFor == null && (later ? d.Day <= until : d.Day >= until))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.WaitsFor, GapNotes.ByNeighbour), cancellationToken).ConfigureAwait(false);
    }
}
