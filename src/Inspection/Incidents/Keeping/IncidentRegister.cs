using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>Keeps what the lanes give out. The unique key in the database, not this code, makes one breach one incident.</summary>
internal sealed partial class IncidentRegister(RelationalWriter writer, IncidentChanges changes, TimeProvider time, ILogger<IncidentRegister> log) : IIncidentRegister
{
    /// <inheritdoc />
    public event Action<IReadOnlyList<int>>? Committed
    {
        add => changes.Committed += value;
        remove => changes.Committed -= value;
    }

    /// <inheritdoc />
    public async Task ApplyAsync(IReadOnlyList<Finding> findings, IReadOnlyList<Verdict> concluded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(concluded);
        if (findings.Count == 0 && concluded.Count == 0)
            return;
        IReadOnlyList<int> touched = await writer.WriteAsync(
            async (context, token) =>
            {
                var limits = new LimitKeeping(context);
                var work = new Batch(context, limits, Instant.Now(time), log);
                await work.FindAsync(findings, concluded, token).ConfigureAwait(false);
                IReadOnlyList<Verdict> amended = await ConcludedVerdicts.KeepAsync(context, limits, concluded, token).ConfigureAwait(false);
                return await work.SaveAsync(amended, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (touched.Count > 0)
            changes.Announce(touched);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A finding of limit {Limit} names point {Point}, which does not exist; it is not kept")]
    private static partial void LogUnknownPoint(ILogger log, string limit, int point);

    /// <summary>One call's work in one transaction.</summary>
    private sealed class Batch(K3Context context, LimitKeeping limits, Instant now, ILogger log)
    {
        private readonly List<(Incident Incident, string Kind, Finding Finding)> rows = [];
        private readonly HashSet<Incident> touched = [];
        private readonly Dictionary<int, IncidentPlace?> places = [];
        private IncidentNumbers? numbers;
        private Dictionary<FindingKey, Incident> known = [];

        public async Task FindAsync(IReadOnlyList<Finding> findings, IReadOnlyList<Verdict> concluded, CancellationToken cancellationToken)
        {
            Dictionary<FindingKey, Verdict> conclusions = concluded.GroupBy(KeyOf).ToDictionary(g => g.Key, g => g.Last());
            FindingKey[] keys = [.. findings.Select(f => f.Key), .. conclusions.Keys];
            int[] points = [.. keys.Select(k => k.PointId).Distinct()];
            Instant[] periods = [.. keys.Select(k => k.PeriodStart).Distinct()];
            List<Incident> stored = await context.Incidents.Include(i => i.Occurrences)
                .Where(i => points.Contains(i.PointId) && periods.Contains(i.PeriodStart))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            known = stored.ToDictionary(i => new FindingKey(i.LimitId, i.Edition, i.PointId, i.PeriodStart));
            foreach (Finding finding in findings)
            {
                if (known.TryGetValue(finding.Key, out Incident? incident))
                    Amend(incident, finding);
                else if (finding.Verdict.Outcome == VerdictOutcome.Exceeded)
                    await OpenAsync(finding, cancellationToken).ConfigureAwait(false);
            }

            foreach ((FindingKey key, Verdict conclusion) in conclusions)
                WithdrawIfNotUpheld(key, conclusion);
        }

        // A lane that was built anew, or a period judged alone, tells of a breach that is no longer there only by its
        // conclusion: it never found the breach that an earlier lane had found. One that cannot tell proves nothing against it;
        // only a silence is taken back by it, because what we find to be our own outage makes nobody else's silence certain.
        private void WithdrawIfNotUpheld(FindingKey key, Verdict conclusion)
        {
            if (conclusion.Outcome == VerdictOutcome.Exceeded || !known.TryGetValue(key, out Incident? incident) || incident.IsWithdrawn)
                return;
            bool late = (conclusion.Reasons & VerdictReasons.FoundLate) != 0;
            bool refutes = conclusion.Outcome == VerdictOutcome.Within || conclusion.Limit.Kind == LimitKind.DataDuty;
            Amend(incident, new Finding(key, conclusion, [], IsActive: false, conclusion.Period.Range.End, late), mayWithdraw: refutes);
        }

        /// <summary>Saves, so that new incidents have their keys, and writes the record of it.</summary>
        public async Task<IReadOnlyList<int>> SaveAsync(IReadOnlyList<Verdict> amended, CancellationToken cancellationToken)
        {
            if (touched.Count > 0)
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            if (rows.Count > 0 || amended.Count > 0)
            {
                RecordPen pen = await RecordPen.OpenAsync(context, cancellationToken).ConfigureAwait(false);
                foreach ((Incident incident, string kind, Finding finding) in rows)
                    pen.Write(now, kind, Subjects.Incident(incident.Id), RecordActor.Rules, Cause(finding.Key.LimitId, finding.Key.Edition), null, Facts(incident, finding));
                foreach (Verdict verdict in amended)
                    pen.Write(now, RecordKinds.VerdictAmended, Subjects.Point(verdict.PointId), RecordActor.Rules, Cause(verdict.Limit.Id, verdict.Limit.Edition), null, Facts(verdict));
            }

            return [.. touched.Select(i => i.Id)];
        }

        private void Amend(Incident incident, Finding finding, bool mayWithdraw = true)
        {
            var kinds = new List<string>();
            if (IncidentAmendment.Apply(incident, finding, mayWithdraw, kinds))
                touched.Add(incident);
            rows.AddRange(kinds.Select(kind => (incident, kind, finding)));
        }

        private async Task OpenAsync(Finding finding, CancellationToken cancellationToken)
        {
            if (!places.TryGetValue(finding.Key.PointId, out IncidentPlace? place))
                places[finding.Key.PointId] = place = await IncidentPlace.OfAsync(context, finding.Key.PointId, cancellationToken).ConfigureAwait(false);
            if (place is null)
            {
                LogUnknownPoint(log, finding.Key.LimitId, finding.Key.PointId);
                return;
            }

            LimitSnapshot limit = await limits.KeepAsync(finding.Verdict.Limit, cancellationToken).ConfigureAwait(false);
            Instant begin = finding.Occurrences.Count > 0 ? finding.Occurrences[0].Start : finding.Key.PeriodStart;
            numbers ??= new IncidentNumbers(context);
            int year = place.YearOf(begin);
            int ordinal = await numbers.NextAsync(year, cancellationToken).ConfigureAwait(false);
            Incident incident = place.Open(finding, limit, year, ordinal, begin, now);
            context.Incidents.Add(incident);
            known[finding.Key] = incident;
            touched.Add(incident);
            rows.Add((incident, RecordKinds.Opened, finding));
        }

        private static FindingKey KeyOf(Verdict verdict) => new(verdict.Limit.Id, verdict.Limit.Edition, verdict.PointId, verdict.Period.Range.Start);

        private static string Cause(string limitId, string edition) => $"{limitId} @ {edition}";

        private static object Facts(Incident incident, Finding finding) => new
        {
            incident.Number,
            finding.Key.LimitId,
            finding.Key.Edition,
            finding.Key.PointId,
            finding.Key.PeriodStart,
            finding.Verdict.Outcome,
            finding.Verdict.Reasons,
            finding.Verdict.Exposure,
            finding.Occurrences,
            finding.IsActive,
            finding.AsOf,
            finding.FoundLate,
        };

        private static object Facts(Verdict verdict) =>
            new { LimitId = verdict.Limit.Id, verdict.Limit.Edition, verdict.PointId, verdict.Period, verdict.Outcome, verdict.Reasons, verdict.Exposure };
    }
}
