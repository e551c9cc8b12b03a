using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Topology;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Claims;

/// <summary>Unclaimed names as the relational store keeps their messages.</summary>
internal sealed class StoredUnclaimed(
    IDbContextFactory<K3Context> contexts, RelationalWriter writer, TopologyChanges changes, ClaimWork work, IEnumerable<IMessageReplay> replays) : IUnclaimed
{
    private const int MostNames = 500;
    private const int MostShown = 200;

    /// <summary>A longer payload was cut when it was kept, and cannot be taken again.</summary>
    private const int CutAt = 64 * 1024;

    /// <inheritdoc />
    public async Task<IReadOnlyList<UnclaimedDevice>> ListAsync(AccessScope scope, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var names = await context.Quarantine.AsNoTracking().Within(scope, context).Where(e => e.External != null)
                .GroupBy(e => new { e.Source, e.External, e.SiteSlug })
                .Select(g => new { g.Key.Source, g.Key.External, g.Key.SiteSlug, Count = g.Count(), First = g.Min(e => e.Id), Last = g.Max(e => e.Id) })
                .OrderByDescending(g => g.Last).Take(MostNames).ToListAsync(cancellationToken).ConfigureAwait(false);
            int[] ends = [.. names.SelectMany(n => new[] { n.First, n.Last }).Distinct()];
            var rows = await context.Quarantine.AsNoTracking().Where(e => ends.Contains(e.Id)).Select(e => new { e.Id, e.Received, e.Format })
                .ToDictionaryAsync(e => e.Id, cancellationToken).ConfigureAwait(false);
            return [.. names.Where(n => rows.ContainsKey(n.First) && rows.ContainsKey(n.Last)).Select(n => new UnclaimedDevice(
                n.Source ?? "", n.External!, n.SiteSlug, rows[n.Last].Format, n.Count, rows[n.First].Received, rows[n.Last].Received))];
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<QuarantineRow>> MessagesAsync(AccessScope scope, string source, string external, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(external);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            string below = external + "/";
            List<QuarantineEntry> rows = await context.Quarantine.AsNoTracking().Within(scope, context)
                .Where(e => e.Source == source && (e.External == external || e.External!.Substring(0, below.Length) == below))
                .OrderByDescending(e => e.Id).Take(Math.Clamp(most, 1, MostShown)).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. Whole(rows)];
        }
    }

    /// <inheritdoc />
    public async Task<ClaimAnswer> ClaimAsync(AccessScope by, Claim claim, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(claim);
        if (by.Role is not (Role.Administrator or Role.SafetyOfficer))
            return new ClaimAnswer(ClaimOutcome.NotPermittedForRole);
        if (string.IsNullOrWhiteSpace(reason))
            return new ClaimAnswer(ClaimOutcome.ReasonMissing);
        if (ClaimWork.Fault(claim) is { } fault)
            return new ClaimAnswer(ClaimOutcome.Refused, fault);
        ClaimAnswer answer;
        try
        {
            answer = await writer.WriteAsync((context, token) => work.ApplyAsync(context, by, claim, reason.Trim(), token), cancellationToken).ConfigureAwait(false);
        }
        catch (ClaimRefusedException refused)
        {
            return new ClaimAnswer(ClaimOutcome.Refused, refused.Message);
        }

        if (answer.Outcome != ClaimOutcome.Done)
            return answer;
        changes.Announce();
        return replays.FirstOrDefault() is { } replay
            ? answer with { Replayed = await ReplayAsync(by, claim, replay, cancellationToken).ConfigureAwait(false) }
            : answer;
    }

    /// <summary>In the order of arrival, each message once; those that were taken leave the quarantine under this name.</summary>
    private async Task<ReplayDone> ReplayAsync(AccessScope by, Claim claim, IMessageReplay replay, CancellationToken cancellationToken)
    {
        List<QuarantineEntry> rows;
        string below = claim.External + "/";
        bool everywhere = claim.Source.Length == 0;
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            rows = await context.Quarantine.AsNoTracking().Within(by, context)
                .Where(e => (everywhere || e.Source == claim.Source) && (e.External == claim.External || e.External!.Substring(0, below.Length) == below))
                .OrderBy(e => e.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        }

        rows.RemoveAll(r => r.Payload.Length >= CutAt);
        var done = new ReplayDone(0, 0, 0);
        foreach (IGrouping<string?, QuarantineEntry> source in rows.GroupBy(r => r.Source))
        {
            ReplayDone part = await replay.ReplayAsync([.. Whole([.. source]).Select(r => r.Message)], claim.External, cancellationToken).ConfigureAwait(false);
            done = new ReplayDone(done.Messages + part.Messages, done.Samples + part.Samples, done.Refused + part.Refused);
        }

        int[] ids = [.. rows.Select(r => r.Id)];
        foreach (int[] some in ids.Chunk(500))
            await writer.WriteAsync((database, token) => database.Quarantine.Where(e => some.Contains(e.Id)).ExecuteDeleteAsync(token), cancellationToken).ConfigureAwait(false);
        return done;
    }

    /// <summary>Each message once, in the order of arrival: a message of which two names were refused has two rows.</summary>
    private static IEnumerable<QuarantineRow> Whole(List<QuarantineEntry> rows) =>
        rows.GroupBy(r => r.JournalPosition).Select(g => g.First()).OrderBy(r => r.JournalPosition).Select(StoredQuarantine.ToRow);
}
