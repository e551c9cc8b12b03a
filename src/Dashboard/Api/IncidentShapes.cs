using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Dashboard.Api;

/// <summary>A limit as the API gives it.</summary>
internal sealed record LimitShape(
    string Id, string Edition, string Pack, LocalText Title, string Instrument, LocalText Article, LimitKind Kind, string? Quantity,
    double? Value, double? LowerValue, string Unit, Comparison Comparison, double AveragingMinutes, double MinimumCoverage,
    bool PatternNotPermitted, Severity Severity, bool Verified, string Source, string Confidence, IReadOnlyList<LocalText> Advice,
    string? Cas, IReadOnlyList<string> Notation, string? MixtureGroup, FigureInUnit? Equivalent, string? Formula, string? Note, LocalText? NotJudged)
{
    public static LimitShape Of(Limit limit) => new(
        limit.Id, limit.Edition, limit.PackId, limit.Title, limit.Instrument, limit.Article, limit.Kind, limit.Quantity?.Id,
        limit.Value, limit.LowerValue, limit.Unit, limit.Comparison, limit.AveragingTime.TotalMinutes, limit.MinimumCoverage,
        limit.PatternNotPermitted, limit.Severity, limit.Verification.IsVerified, limit.Source, limit.Confidence, limit.Advice,
        limit.Cas, limit.Notation, limit.MixtureGroup, limit.Equivalent, limit.Formula, limit.Note, limit.NotJudged);
}

/// <summary>An incident as a row.</summary>
internal sealed record IncidentShape(
    int Id, string Number, DateTimeOffset BreachStart, DateTimeOffset? BreachEnd, string Zone, int Site, string SiteName, string Company,
    string Province, string Area, string Point, string? Quantity, string Limit, string LimitEdition, LimitKind Kind, bool LimitVerified, string Unit,
    double Peak, double? ShareOfLimit, Severity Severity, IncidentState State, bool Active, bool FoundLate, bool Withdrawn)
{
    public static IncidentShape Of(IncidentRow row) => new(
        row.Id, row.Number, row.BreachStart.ToDateTimeOffset(), row.BreachEnd?.ToDateTimeOffset(), row.ZoneId, row.SiteId, row.SiteName, row.CompanyName,
        row.Province, row.AreaName, row.PointName, row.Quantity?.Id, row.Limit.Id, row.Limit.Edition, row.Limit.Kind, row.Limit.Verification.IsVerified, row.Limit.Unit,
        row.Peak, Finite(row.ShareOfLimit), row.Severity, row.State, row.IsActive, row.FoundLate, row.IsWithdrawn);

    internal static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}

/// <summary>A window.</summary>
internal sealed record WindowShape(DateTimeOffset From, DateTimeOffset To)
{
    public static WindowShape Of(TimeRange range) => new(range.Start.ToDateTimeOffset(), range.End.ToDateTimeOffset());
}

/// <summary>The exposure that a verdict rests on, in the limit's unit.</summary>
internal sealed record ExposureShape(
    WindowShape Window, double? Value, double? Lower, double? Upper, double CoveredSeconds, double CoveredWellSeconds, double RequiredSeconds, double Coverage, long Samples)
{
    public static ExposureShape Of(ExposureValue e) => new(
        WindowShape.Of(e.Window), IncidentShape.Finite(e.Value), IncidentShape.Finite(e.Lower), IncidentShape.Finite(e.Upper),
        e.Covered.TotalSeconds, e.CoveredWell.TotalSeconds, e.Required.TotalSeconds, e.Coverage, e.Samples);
}

/// <summary>A verdict.</summary>
internal sealed record VerdictShape(VerdictOutcome Outcome, IReadOnlyList<string> Reasons, WindowShape Period, string? Shift, ExposureShape Exposure)
{
    public static VerdictShape Of(Verdict verdict) => new(
        verdict.Outcome, Words(verdict.Reasons), WindowShape.Of(verdict.Period.Range), verdict.Period.Shift, ExposureShape.Of(verdict.Exposure));

    private static List<string> Words(VerdictReasons reasons) =>
        [.. Enum.GetValues<VerdictReasons>().Where(r => r != VerdictReasons.None && reasons.HasFlag(r)).Select(r => char.ToLowerInvariant(r.ToString()[0]) + r.ToString()[1..])];
}

/// <summary>One stretch in breach.</summary>
internal sealed record OccurrenceShape(DateTimeOffset Start, DateTimeOffset? End, double Peak, DateTimeOffset PeakTime);

/// <summary>A line of the time line.</summary>
internal sealed record TimelineShape(DateTimeOffset At, string Kind, string Actor, string Cause, string? Note);

/// <summary>An incident whole.</summary>
internal sealed record IncidentDetailShape(
    IncidentShape Incident, int Point, LimitShape Limit, VerdictShape Verdict, IReadOnlyList<OccurrenceShape> Occurrences,
    IReadOnlyList<TimelineShape> Timeline, bool MayAcknowledge, bool MayClose)
{
    public static IncidentDetailShape Of(IncidentDetail d) => new(
        IncidentShape.Of(d.Row), d.PointId, LimitShape.Of(d.Row.Limit), VerdictShape.Of(d.Verdict),
        [.. d.Occurrences.Select(o => new OccurrenceShape(o.Start.ToDateTimeOffset(), o.End?.ToDateTimeOffset(), o.Peak, o.PeakTime.ToDateTimeOffset()))],
        [.. d.Timeline.Select(t => new TimelineShape(t.At.ToDateTimeOffset(), t.Kind, t.Actor, t.Cause, t.Note))], d.MayAcknowledge, d.MayClose);
}
