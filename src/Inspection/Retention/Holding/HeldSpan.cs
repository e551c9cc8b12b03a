using System.Globalization;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Retention.Holding;

/// <summary>A window of a point that nothing may be removed from.</summary>
/// <param name="PointId">The point.</param>
/// <param name="Range">The window.</param>
/// <param name="Name">Number of the incident, or of the hold.</param>
/// <param name="ByPerson">Whether a person put it; otherwise an incident holds by itself.</param>
internal sealed record HeldSpan(int PointId, TimeRange Range, string Name, bool ByPerson)
{
    /// <summary>
    /// All of them: what every incident stands on (its breach, its period, the window that was computed, and a margin) until it is closed
    /// and a person has released it, and what persons hold.
    /// </summary>
    public static async Task<IReadOnlyList<HeldSpan>> AllAsync(K3Context context, TimeSpan margin, Instant now, CancellationToken cancellationToken)
    {
        var incidents = await context.Incidents.AsNoTracking()
            .Where(i => i.State != IncidentState.Closed || !context.HoldReleases.Any(r => r.IncidentId == i.Id && r.AsOf >= i.AsOf))
            .Select(i => new { i.Number, i.PointId, i.PeriodStart, i.PeriodEnd, i.WindowStart, i.WindowEnd, i.BreachStart, i.BreachEnd }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var holds = await context.LegalHolds.AsNoTracking().Where(h => h.Lifted == null).Select(h => new { h.Id, h.PointId, h.From, h.To }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. incidents.Select(i => new HeldSpan(
                i.PointId, Widened(new TimeRange(Least(i.PeriodStart, i.WindowStart, i.BreachStart), Most(i.PeriodEnd, i.WindowEnd, i.BreachEnd ?? now)), margin), i.Number, ByPerson: false)),
            .. holds.Select(h => new HeldSpan(h.PointId, new TimeRange(h.From, h.To), HoldName(h.Id), ByPerson: true)),
        ];
    }

    /// <summary>How a hold that a person put is named.</summary>
    public static string HoldName(int id) => "hold " + id.ToString(CultureInfo.InvariantCulture);

    private static TimeRange Widened(TimeRange range, TimeSpan margin) => new(
        range.Start.UnixMicroseconds - Instant.MinValue.UnixMicroseconds > margin.Ticks / TimeSpan.TicksPerMicrosecond ? range.Start - margin : Instant.MinValue,
        Instant.MaxValue.UnixMicroseconds - range.End.UnixMicroseconds > margin.Ticks / TimeSpan.TicksPerMicrosecond ? range.End + margin : Instant.MaxValue);

    private static Instant Least(Instant a, Instant b, Instant c) => Instant.Min(a, Instant.Min(b, c));

    private static Instant Most(Instant a, Instant b, Instant c) => Instant.Max(a, Instant.Max(b, c));
}
