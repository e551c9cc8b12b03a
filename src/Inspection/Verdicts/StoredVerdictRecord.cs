using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Verdicts;

/// <summary>Concluded verdicts as the relational store keeps them.</summary>
internal sealed class StoredVerdictRecord(IDbContextFactory<K3Context> contexts) : IVerdictRecord
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RecordedVerdict>> ReadAsync(int pointId, TimeRange periods, CancellationToken cancellationToken)
    {
        Instant from = periods.Start;
        Instant to = periods.End;
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            List<ConcludedVerdict> rows = await context.ConcludedVerdicts.AsNoTracking()
                .Where(v => v.PointId == pointId && v.PeriodStart >= from && v.PeriodStart < to)
                .OrderBy(v => v.PeriodStart).ThenBy(v => v.LimitId).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(v => new RecordedVerdict(
                v.LimitId, v.Edition, v.PeriodStart, v.Outcome, v.Reasons, v.Value, TimeSpan.FromMicroseconds(v.CoveredUs)))];
        }
    }
}
