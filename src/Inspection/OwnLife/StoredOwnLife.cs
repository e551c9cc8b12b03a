using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.OwnLife;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.OwnLife;

/// <summary>The ledger as the relational store keeps it.</summary>
internal sealed class StoredOwnLife(IDbContextFactory<K3Context> contexts, RelationalWriter writer, RetentionRules rules, TimeProvider time) : IOwnLife
{
    /// <summary>Devices are given this long to find their way back before their silence is theirs.</summary>
    internal static readonly TimeSpan WayBack = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private List<OwnOutage> unwritten = [];
    private Instant? unwrittenCut;
    private OwnOutages? known;

    /// <inheritdoc />
    public async Task<OwnOutages> ReadAsync(CancellationToken cancellationToken) => Known ?? await LoadAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task<OwnOutages> BeginAsync(Instant now, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(
            async (context, token) =>
            {
                Beat? last = await context.OwnBeats.OrderBy(b => b.Id).FirstOrDefaultAsync(token).ConfigureAwait(false);
                if (last is null)
                    await AddAsync(context, new OwnOutage(new TimeRange(Instant.MinValue, now), OutageCause.BeforeFirstStart), token).ConfigureAwait(false);
                else if (now < last.At)
                    await CutAsync(context, now, token).ConfigureAwait(false);
                else
                    await AddAsync(context, WithWayBack(new OwnOutage(new TimeRange(last.At, now), last.Stopped ? OutageCause.Stopped : OutageCause.Died)), token).ConfigureAwait(false);
                await BeatAsync(context, now, stopped: false, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        OwnOutages loaded = await LoadAsync(cancellationToken).ConfigureAwait(false);
        lock (gate)
            return Become(loaded.Outages);
    }

    /// <inheritdoc />
    public OwnOutages Missed(OwnOutage outage)
    {
        ArgumentNullException.ThrowIfNull(outage);
        OwnOutage whole = WithWayBack(outage);
        lock (gate)
        {
            unwritten = OutageJoining.With(unwritten, whole);
            return Become(OutageJoining.With(Before.Outages, whole));
        }
    }

    /// <inheritdoc />
    public OwnOutages SetBack(Instant now)
    {
        lock (gate)
        {
            unwritten = OutageJoining.CutAt(unwritten, now);
            unwrittenCut = Instant.Min(unwrittenCut ?? now, now);
            return Become(OutageJoining.CutAt(Before.Outages, now));
        }
    }

    /// <inheritdoc />
    public async Task AliveAsync(Instant now, bool stopped, CancellationToken cancellationToken)
    {
        List<OwnOutage> writing;
        Instant? cut;
        lock (gate)
        {
            (writing, cut) = (unwritten, unwrittenCut);
            (unwritten, unwrittenCut) = ([], null);
        }

        try
        {
            await writer.WriteAsync(
                async (context, token) =>
                {
                    // What was not written yet is cut already, so the cut comes first.
                    if (cut is { } at)
                        await CutAsync(context, at, token).ConfigureAwait(false);
                    foreach (OwnOutage outage in writing)
                        await AddAsync(context, outage, token).ConfigureAwait(false);
                    await BeatAsync(context, now, stopped, token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (gate)
                PutBack(writing, cut);
            throw;
        }
    }

    private void PutBack(List<OwnOutage> writing, Instant? cut)
    {
        List<OwnOutage> all = unwrittenCut is { } later ? OutageJoining.CutAt(writing, later) : writing;
        foreach (OwnOutage outage in unwritten)
            all = OutageJoining.With(all, outage);
        unwritten = all;
        if (cut is { } earlier)
            unwrittenCut = Instant.Min(unwrittenCut ?? earlier, earlier);
    }

    private OwnOutages? Known
    {
        get
        {
            lock (gate)
                return known;
        }
    }

    private static OwnOutage WithWayBack(OwnOutage outage) => outage with { Range = outage.Range with { End = outage.Range.End + WayBack } };

    private OwnOutages Before => known ?? OwnOutages.None;

    private OwnOutages Become(IReadOnlyList<OwnOutage> outages) => known = new OwnOutages(Before.Revision + 1, outages);

    /// <summary>An outage that touches the one before is one with it, so that a fault that comes and goes fills no table.</summary>
    private async Task AddAsync(K3Context context, OwnOutage outage, CancellationToken cancellationToken)
    {
        OutageRow? before = await context.OwnOutages.OrderByDescending(o => o.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (before is not null && OutageJoining.AreOne(before.Cause, new TimeRange(before.From, before.To), outage))
            before.To = Instant.Max(before.To, outage.Range.End);
        else
            context.OwnOutages.Add(new OutageRow { From = outage.Range.Start, To = outage.Range.End, Cause = outage.Cause });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        if (await context.OwnOutages.CountAsync(cancellationToken).ConfigureAwait(false) <= IOwnLife.MostOutages)
            return;
        int oldest = await context.OwnOutages.OrderByDescending(o => o.Id).Skip(IOwnLife.MostOutages - 1).Select(o => o.Id).FirstAsync(cancellationToken).ConfigureAwait(false);
        await LetGoAsync(context, oldest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What explains a gap that somebody holds stays beyond the bound; it is bounded by the holds.</summary>
    private async Task LetGoAsync(K3Context context, int oldest, CancellationToken cancellationToken)
    {
        var held = new TimeRangeSet((await HeldSpan.AllAsync(context, rules.HoldMargin, Instant.Now(time), cancellationToken).ConfigureAwait(false)).Select(h => h.Range));
        var old = await context.OwnOutages.Where(o => o.Id < oldest).Select(o => new { o.Id, o.From, o.To }).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (int[] part in old.Where(o => !held.Meets(o.From, o.To)).Select(o => o.Id).Chunk(500))
            await context.OwnOutages.Where(o => part.Contains(o.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task CutAsync(K3Context context, Instant now, CancellationToken cancellationToken)
    {
        await context.OwnOutages.Where(o => o.From >= now).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.OwnOutages.Where(o => o.To > now).ExecuteUpdateAsync(o => o.SetProperty(x => x.To, now), cancellationToken).ConfigureAwait(false);
    }

    private static async Task BeatAsync(K3Context context, Instant now, bool stopped, CancellationToken cancellationToken)
    {
        Beat? row = await context.OwnBeats.OrderBy(b => b.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (row is null)
            context.OwnBeats.Add(row = new Beat());
        (row.At, row.Stopped) = (now, stopped);
    }

    private async Task<OwnOutages> LoadAsync(CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            List<OutageRow> rows = await context.OwnOutages.AsNoTracking().OrderBy(o => o.From).ThenBy(o => o.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
            return new OwnOutages(0, [.. rows.Select(r => new OwnOutage(new TimeRange(r.From, r.To), r.Cause))]);
        }
    }
}
