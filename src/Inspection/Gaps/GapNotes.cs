using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Gaps;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Gaps;

/// <summary>Writes which days were touched and by how many samples, once for each stretch of the journal.</summary>
internal static class GapNotes
{
    /// <summary>What a day waits for that no sample touched: the numbers of the day before or after changed, or it was just opened.</summary>
    public const long ByNeighbour = 0;

    private const int AtATime = 500;

    /// <summary>How far the ledger has come; the row is made when it is not there.</summary>
    public static async Task<GapProgress> ProgressAsync(K3Context context, CancellationToken cancellationToken)
    {
        GapProgress? row = await context.GapProgress.OrderBy(p => p.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (row is null)
            context.GapProgress.Add(row = new GapProgress());
        return row;
    }

    /// <summary>Notes a stretch; nothing is done where it was noted before, as after a commit whose answer was lost.</summary>
    public static async Task WriteAsync(
        K3Context context, IReadOnlyDictionary<ChannelDay, long> arrived, IReadOnlyDictionary<int, TimeZoneInfo> zones, long position, CancellationToken cancellationToken)
    {
        GapProgress progress = await ProgressAsync(context, cancellationToken).ConfigureAwait(false);
        if (progress.Position >= position)
            return;
        progress.Position = position;
        var devices = arrived.GroupBy(a => (a.Key.SiteId, a.Key.DeviceId, a.Key.Day)).Where(g => zones.ContainsKey(g.Key.SiteId)).ToList();
        foreach (IGrouping<(int SiteId, int DeviceId, DateOnly Day), KeyValuePair<ChannelDay, long>>[] part in devices.Chunk(AtATime))
        {
            int[] ids = [.. part.Select(g => g.Key.DeviceId).Distinct()];
            DateOnly first = part.Min(g => g.Key.Day);
            DateOnly last = part.Max(g => g.Key.Day);
            int[] exist = await context.Devices.Where(d => ids.Contains(d.Id)).Select(d => d.Id).ToArrayAsync(cancellationToken).ConfigureAwait(false);
            Dictionary<(int, DateOnly), GapDay> days = await context.GapDays.Include(d => d.Channels)
                .Where(d => ids.Contains(d.DeviceId) && d.Day >= first && d.Day <= last)
                .ToDictionaryAsync(d => (d.DeviceId, d.Day), cancellationToken).ConfigureAwait(false);
            foreach (var group in part.Where(g => exist.Contains(g.Key.DeviceId)))
                Note(context, days, group.Key.DeviceId, SiteDay.Of(group.Key.Day, zones[group.Key.SiteId]), group, position);
        }
    }

    /// <summary>A day that is not there yet.</summary>
    public static GapDay New(int deviceId, SiteDay day, long waitsFor) =>
        new() { DeviceId = deviceId, Day = day.Day, From = day.Range.Start, To = day.Range.End, WaitsFor = waitsFor };

    private static void Note(
        K3Context context, Dictionary<(int, DateOnly), GapDay> days, int deviceId, SiteDay day, IEnumerable<KeyValuePair<ChannelDay, long>> arrived, long position)
    {
        if (!days.TryGetValue((deviceId, day.Day), out GapDay? row))
            context.GapDays.Add(days[(deviceId, day.Day)] = row = New(deviceId, day, position));
        row.WaitsFor = position;
        foreach ((ChannelDay channel, long count) in arrived)
        {
            GapRow? its = row.Channels.Find(c => c.ChannelId == channel.ChannelId);
            if (its is null)
                row.Channels.Add(its = new GapRow { ChannelId = channel.ChannelId });
            its.Arrived += count;
        }
    }
}
