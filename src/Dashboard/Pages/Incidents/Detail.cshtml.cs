using System.Globalization;
using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Incidents;

/// <summary>One incident with its evidence.</summary>
internal sealed class DetailModel(IIncidents incidents, IEvidence evidence, CurrentScope scope, TimeProvider plant, IStringLocalizer<Ui> text, Display show) : PageModel
{
    private const int TableSlices = 48;
    private const int LongestNote = 2000;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    [TempData]
    public string? Said { get; set; }

    /// <summary>What was wrong with the form, as a text; null when nothing.</summary>
    public string? Fault { get; private set; }

    public IncidentDetail Incident { get; private set; } = null!;

    /// <summary>What the table beside the chart shows; null when the point is gone from the reader's scope.</summary>
    public PointChart? Table { get; private set; }

    public TimeRange Window { get; private set; }

    public IReadOnlyList<ArithmeticLine> Arithmetic => new Arithmetic(text, show).Of(Incident);

    /// <summary>The lines that the chart draws: the limit itself where it compares with single values, the criterion level of a dose.</summary>
    public (double? Low, double? High) Lines => Incident.Row.Limit switch
    {
        { Kind: LimitKind.Dose } dose => (null, dose.Dose?.CriterionLevel),
        { Kind: LimitKind.DataDuty } => (null, null),
        { } limit => (limit.LowerValue, limit.Value),
    };

    public string Summary
    {
        get
        {
            IncidentRow row = Incident.Row;
            string measured = row.Quantity is { } quantity ? Display.Within(Display.Name(quantity)) : row.PointName;
            return text[
                "Summary." + row.Limit.Kind, row.AreaName, row.SiteName, measured, show.Reached(row.Limit, row.Peak), show.LimitValue(row.Limit),
                SiteTime.Second(row.BreachStart, row.ZoneId), row.PointName];
        }
    }

    /// <summary>Why an entry of the time line was made: the limit by its title where a rule did it.</summary>
    public string CauseOf(TimelineEntry entry)
    {
        Limit limit = Incident.Row.Limit;
        return entry.Cause == $"{limit.Id} @ {limit.Edition}" ? text["Incident.ByRule", Display.In(limit.Title), limit.Edition] : entry.Cause;
    }

    /// <summary>A number in the form that scripts and attributes read.</summary>
    public static string? Raw(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(int id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public Task<IActionResult> OnPostAcknowledgeAsync(int id, string? note, CancellationToken cancellationToken) =>
        ActAsync(id, note, () => incidents.AcknowledgeAsync(scope.Required, id, string.IsNullOrWhiteSpace(note) ? null : note.Trim(), cancellationToken), cancellationToken);

    public Task<IActionResult> OnPostCloseAsync(int id, string? reason, CancellationToken cancellationToken) =>
        ActAsync(id, reason, () => incidents.CloseAsync(scope.Required, id, reason?.Trim() ?? "", cancellationToken), cancellationToken);

    private async Task<IActionResult> ActAsync(int id, string? written, Func<Task<ActOutcome>> act, CancellationToken cancellationToken)
    {
        if (written?.Length > LongestNote)
            return await FaultyAsync(id, text["Act.TooLong"], cancellationToken);
        ActOutcome outcome = await act();
        switch (outcome)
        {
            case ActOutcome.NotFound:
                return NotFound();
            case ActOutcome.ReasonMissing:
                return await FaultyAsync(id, text["Act.ReasonMissing"], cancellationToken);
            default:
                Said = text["Act." + outcome];
                return RedirectToPage(new { id });
        }
    }

    private async Task<IActionResult> FaultyAsync(int id, string fault, CancellationToken cancellationToken)
    {
        Fault = fault;
        return await LoadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(int id, CancellationToken cancellationToken)
    {
        if (await incidents.FindAsync(scope.Required, id, cancellationToken) is not { } found)
            return false;
        Incident = found;
        Window = WindowOf(found, Instant.Now(plant));
        Table = await evidence.ChartAsync(scope.Required, found.PointId, Window, TableSlices, cancellationToken);
        return true;
    }

    private static TimeRange WindowOf(IncidentDetail found, Instant now)
    {
        Instant start = Instant.Min(found.Row.BreachStart, found.Verdict.Exposure.Window.Start) - Margin;
        Instant end = Instant.Max(found.Row.BreachEnd ?? now, found.Verdict.Exposure.Window.End) + Margin;
        end = Instant.Min(end, Instant.Max(now, found.Row.BreachStart) + Margin);
        return new TimeRange(start, Instant.Max(end, start + Margin));
    }
}
