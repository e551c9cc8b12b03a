using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Retention;

/// <summary>
/// Stands before the register. A period whose samples were removed cannot be judged again: what late samples show is a part, and by it
/// an incident would seem withdrawn, or a limit kept. What was found while the samples were there stands; without that, the part
/// may show a breach, and otherwise cannot tell.
/// </summary>
internal sealed class RemovedRawGuard(
    IIncidentRegister register, IDbContextFactory<K3Context> contexts, ITelemetryStore telemetry, RetentionMeasures measures, TimeProvider time) : IIncidentRegister
{
    private static readonly TimeSpan Untouched = TimeSpan.FromDays(RetentionRule.FewestDays);

    /// <inheritdoc />
    public event Action<IReadOnlyList<int>>? Committed
    {
        add => register.Committed += value;
        remove => register.Committed -= value;
    }

    /// <inheritdoc />
    public async Task ApplyAsync(IReadOnlyList<Finding> findings, IReadOnlyList<Verdict> concluded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(concluded);

        // Nothing of the past days is ever removed, and nearly everything that is judged lies there.
        Instant young = Instant.Now(time) - Untouched;
        if (telemetry is not IRolledTelemetry rolled || (findings.All(f => f.Verdict.Period.Range.Start >= young) && concluded.All(v => v.Period.Range.Start >= young)))
        {
            await register.ApplyAsync(findings, concluded, cancellationToken).ConfigureAwait(false);
            return;
        }

        var judged = new List<Finding>();
        foreach (Finding finding in findings)
        {
            if (!await StandsAsync(rolled, finding.Verdict, young, cancellationToken).ConfigureAwait(false))
                judged.Add(finding);
            else
                measures.NotJudgedAgain();
        }

        var kept = new List<Verdict>();
        foreach (Verdict verdict in concluded)
        {
            if (await StandsAsync(rolled, verdict, young, cancellationToken).ConfigureAwait(false))
                measures.NotJudgedAgain();
            else
                kept.Add(await PartialAsync(rolled, verdict, young, cancellationToken).ConfigureAwait(false));
        }

        await register.ApplyAsync(judged, kept, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether samples of its period were removed and something was found while they were there.</summary>
    private async Task<bool> StandsAsync(IRolledTelemetry rolled, Verdict verdict, Instant young, CancellationToken cancellationToken)
    {
        if (!await IsPartAsync(rolled, verdict, young, cancellationToken).ConfigureAwait(false))
            return false;
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            Instant start = verdict.Period.Range.Start;
            return await context.ConcludedVerdicts.AnyAsync(v => v.PointId == verdict.PointId && v.PeriodStart == start && v.LimitId == verdict.Limit.Id && v.Edition == verdict.Limit.Edition, cancellationToken).ConfigureAwait(false)
                || await context.Incidents.AnyAsync(i => i.PointId == verdict.PointId && i.PeriodStart == start && i.LimitId == verdict.Limit.Id && i.Edition == verdict.Limit.Edition, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Verdict> PartialAsync(IRolledTelemetry rolled, Verdict verdict, Instant young, CancellationToken cancellationToken) =>
        verdict.Outcome == VerdictOutcome.Within && await IsPartAsync(rolled, verdict, young, cancellationToken).ConfigureAwait(false)
            ? verdict with { Outcome = VerdictOutcome.CannotTell, Reasons = verdict.Reasons | VerdictReasons.Coverage }
            : verdict;

    private async Task<bool> IsPartAsync(IRolledTelemetry rolled, Verdict verdict, Instant young, CancellationToken cancellationToken)
    {
        TimeRange range = verdict.Period.Range;
        if (range.Start >= young)
            return false;
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            List<int> channels = await context.Assignments.Where(a => a.PointId == verdict.PointId && a.From < range.End && a.To > range.Start)
                .Select(a => a.ChannelId).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
            return channels.Exists(c => rolled.Removed(c).Meets(range.Start, range.End));
        }
    }
}
