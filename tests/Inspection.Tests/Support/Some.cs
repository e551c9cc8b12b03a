using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Inspection.Tests.Support;

/// <summary>Findings and verdicts as a lane would give them.</summary>
public static class Some
{
    public static readonly Instant Shift = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));

    public static Limit Ceiling(Severity severity = Severity.Critical, double value = 10) => new()
    {
        Id = "id.test/h2s-ceiling",
        Edition = "2018-1",
        PackId = "id.test",
        Title = new LocalText("KTD H₂S", "H₂S ceiling"),
        Instrument = "Permenaker 5/2018",
        Article = new LocalText("Lampiran", "Annex"),
        Kind = LimitKind.Ceiling,
        Quantity = QuantityCatalogue.HydrogenSulfide,
        Value = value,
        Unit = "ppm",
        Severity = severity,
        Source = "gazette",
        Confidence = "high",
    };

    public static Limit Dose() => Ceiling(value: 100) with
    {
        Id = "id.test/noise-dose",
        Kind = LimitKind.Dose,
        Quantity = QuantityCatalogue.EquivalentSoundLevel,
        Unit = "%",
        Dose = new DoseParameters(85, 3, TimeSpan.FromHours(8)),
    };

    public static Verdict Verdict(int point, VerdictOutcome outcome = VerdictOutcome.Exceeded, Limit? limit = null, Instant? shift = null, double value = 20)
    {
        Instant start = shift ?? Shift;
        var period = new ExposurePeriod(new TimeRange(start, start + TimeSpan.FromHours(8)), "Pagi");
        var exposure = new ExposureValue(period.Range, value, value, null, TimeSpan.FromHours(7), TimeSpan.FromHours(7), TimeSpan.FromHours(8), 25_200);
        return new Verdict(limit ?? Ceiling(), point, period, outcome, VerdictReasons.InProgress | VerdictReasons.AtLeast, exposure);
    }

    /// <summary>A breach that began so many minutes into the shift, each occurrence five minutes long.</summary>
    public static Finding Finding(
        int point, bool active = true, int asOf = 60, int[]? starts = null, double peak = 20, VerdictOutcome outcome = VerdictOutcome.Exceeded,
        Limit? limit = null, Instant? shift = null, bool late = false)
    {
        Instant start = shift ?? Shift;
        Verdict verdict = Verdict(point, outcome, limit, shift, peak);
        int[] minutes = outcome == VerdictOutcome.Exceeded ? starts ?? [10] : [];
        Occurrence[] occurrences = [.. minutes.Select((m, i) => new Occurrence(
            start + TimeSpan.FromMinutes(m), active && i == minutes.Length - 1 ? null : start + TimeSpan.FromMinutes(m + 5), peak, start + TimeSpan.FromMinutes(m + 1)))];
        var key = new FindingKey(verdict.Limit.Id, verdict.Limit.Edition, point, start);
        return new Finding(key, verdict, occurrences, active, start + TimeSpan.FromMinutes(asOf), late);
    }
}
