using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Live;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Live;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Sites;

/// <summary>A point as the live page draws it.</summary>
/// <param name="Point">The point.</param>
/// <param name="Value">Its newest value, whatever its age; null when it never reported.</param>
/// <param name="Received">When that arrived.</param>
/// <param name="State">Whether it may be taken for the present.</param>
/// <param name="Share">Share of the strictest limit; null unless the value is of the present.</param>
internal sealed record LivePoint(PointView Point, Sample? Value, Instant? Received, Liveness State, double? Share);

/// <summary>The live page of a site.</summary>
internal sealed class LiveModel(
    ISites sites, LiveBoard board, ExposureBoard exposures, CurrentScope scope, TimeProvider plant, DashboardOptions options, IStringLocalizer<Ui> text, Display show)
    : PageModel
{
    public SiteView Site { get; private set; } = null!;

    public Instant Now { get; private set; }

    public double Speed => options.ClockSpeed;

    public async Task<IActionResult> OnGetAsync(int id, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(scope.Required, id, cancellationToken) is not { } found)
            return NotFound();
        Site = found;
        Now = Instant.Now(plant);
        return Page();
    }

    /// <summary>The exposures of the running period, of limits that need a window; those of single readings are in the value itself.</summary>
    public IEnumerable<Verdict> Exposures(int pointId) =>
        exposures.Of(pointId)?.Verdicts.Where(v => v.Limit.Kind is not (LimitKind.Ceiling or LimitKind.Range or LimitKind.DataDuty or LimitKind.Illumination)) ?? [];

    /// <summary>What becomes of a running exposure, for those who can still prevent it; null where there is nothing to say.</summary>
    public string? ForecastOf(int pointId, Verdict so) => exposures.Of(pointId)?.ForecastOf(so.Limit) is not { } forecast ? null : forecast.Outcome switch
    {
        ForecastOutcome.WillExceed => text["Forecast.WillExceed", show.Value(forecast.PresentLevel, LevelUnit(so.Limit)), Display.Number(forecast.Basis.TotalMinutes), SiteTime.TimeOfDay(forecast.At!.Value, Site.Row.ZoneId)].Value,
        ForecastOutcome.WillNot => text["Forecast.WillNot", Display.Number(forecast.Basis.TotalMinutes)].Value,
        ForecastOutcome.CannotTell => text["Forecast.CannotTell", Display.Number(forecast.Basis.TotalMinutes)].Value,
        _ => null,
    };

    private static string LevelUnit(Limit limit) => limit.Quantity?.Canonical.Symbol ?? limit.Unit;

    /// <summary>The newest of what the store and the live board know.</summary>
    public LivePoint Of(PointView point)
    {
        (Sample? sample, Instant? received) = board.Last(point.Id) is { } live && !(point is { LastSample: { } kept, Received: { } came } && live.IsOlderThan(kept, came))
            ? (live.Sample, live.Received)
            : (point.LastSample, point.Received);
        Liveness state = PointState.Of(PointState.Patience(point.ExpectedInterval, options.ClockSpeed), sample?.Time, received, Now);
        double? share = state == Liveness.Live && sample is { } value ? PointState.ShareOfStrictest(value.Value, point.Limits) : null;
        return new LivePoint(point, sample, received, state, share);
    }
}
