using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Access;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>Makes things of the field for tests.</summary>
internal static class Some
{
    public static readonly Instant Morning = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 24, 7, 41, 0, TimeSpan.Zero));

    public static AccessScope Inspector { get; } = new("inspector", "Siti Rahayu", Role.Inspector, ["ID-KR"], null);

    public static AccessScope Officer { get; } = new("officer", "Budi Santoso", Role.SafetyOfficer, [], 1);

    public static AccessScope Administrator { get; } = new("admin", "Admin", Role.Administrator, [], null);

    public static AccessScope Auditor { get; } = new("auditor", "Auditor", Role.Auditor, [], null);

    public static Limit Limit(LimitKind kind, bool verified = false) => new()
    {
        Id = "id.test/" + kind,
        Edition = "2026-1",
        PackId = "id.test",
        Title = new LocalText("Batas " + kind, "Limit " + kind),
        Instrument = "Permenaker 5/2018",
        Article = new LocalText("Lampiran I", "Annex I"),
        Kind = kind,
        Quantity = kind switch
        {
            LimitKind.Dose => QuantityCatalogue.EquivalentSoundLevel,
            LimitKind.HeatHourly => QuantityCatalogue.WetBulbGlobe,
            LimitKind.Range => QuantityCatalogue.Oxygen,
            LimitKind.DataDuty => null,
            LimitKind.Ceiling => QuantityCatalogue.HydrogenSulfide,
            _ => QuantityCatalogue.CarbonMonoxide,
        },
        Value = kind switch { LimitKind.Dose => 100, LimitKind.HeatHourly => 28, LimitKind.Range => 23.5, LimitKind.DataDuty => 15, LimitKind.Ceiling => 10, _ => 25 },
        LowerValue = kind == LimitKind.Range ? 19.5 : null,
        Unit = kind switch { LimitKind.Dose => "%", LimitKind.HeatHourly => "°C", LimitKind.Range => "%vol", LimitKind.DataDuty => "min", _ => "ppm" },
        AveragingTime = kind switch { LimitKind.ShortTerm => TimeSpan.FromMinutes(15), LimitKind.HeatHourly => TimeSpan.FromHours(1), LimitKind.Ceiling or LimitKind.Range => TimeSpan.Zero, _ => TimeSpan.FromHours(8) },
        Dose = kind == LimitKind.Dose ? new DoseParameters(85, 3, TimeSpan.FromHours(8)) : null,
        MinimumCoverage = 0.75,
        Severity = Severity.High,
        Advice = [new LocalText("Tutup sumbernya.", "Close the source.")],
        Verification = verified ? new Verification("A. Pemeriksa", new DateOnly(2026, 10, 1), "Berita Negara") : new Verification(),
        Source = "Tabel 1",
        Confidence = "medium",
    };

    public static IncidentDetail Incident(
        int id, LimitKind kind = LimitKind.Ceiling, string province = "ID-KR", string areaName = "Tangki 3", bool verified = false,
        IncidentState state = IncidentState.New, bool active = false, double peak = 14.25, string zone = "Asia/Jakarta", int siteId = 1, string? note = null,
        VerdictReasons reasons = VerdictReasons.None)
    {
        Limit limit = Limit(kind, verified);
        Instant start = Morning + TimeSpan.FromMinutes(id);
        IncidentRow row = new(
            id, $"INC-2026-{id:00000}", start, active ? null : start + TimeSpan.FromMinutes(5), zone, siteId, "PT Petro Batam", "PT Petro", province, areaName,
            "Titik H2S", limit.Quantity, limit, peak, limit.Value is { } v ? peak / v : null, Severity.High, state, active, false, false);
        ExposureValue exposure = new(
            new TimeRange(start, start + TimeSpan.FromMinutes(5)), peak, peak - 1, peak + 2, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(5), 240);
        Verdict verdict = new(limit, 7, new ExposurePeriod(new TimeRange(start, start + TimeSpan.FromHours(8)), "Pagi"), VerdictOutcome.Exceeded, reasons, exposure);
        List<TimelineEntry> timeline = [new(start, "incident.opened", "rules", "id.test 2026-1", note)];
        return new IncidentDetail(row, 7, verdict, [new Occurrence(start, row.BreachEnd, peak, start + TimeSpan.FromMinutes(1))], timeline, state == IncidentState.New, !active && state != IncidentState.Closed);
    }

    public static SiteView Site(int id = 1, string province = "ID-KR", string name = "PT Petro Batam", params PointView[] points) => new(
        new SiteRow(id, "site-" + id, name, "PT Petro", province, "Asia/Jakarta", points.Length, 2, 1),
        [new AreaView(id * 10, "Tangki", Workload.Moderate, 75, true, 12, [], points)]);

    public static PointView Point(int id = 7, Sample? last = null, Instant? received = null, params Limit[] limits) => new(
        id, "Titik H2S", QuantityCatalogue.HydrogenSulfide, TimeSpan.FromSeconds(5), "gas-1", last, received, limits);

    public static QuarantineRow Quarantined(int id, string payload, string reason = "json.malformed", string? site = "site-1") => new(
        id, new QuarantinedMessage(id, 0, Morning, site, "gas-1", "k3/v1/site-1/gas-1/telemetry", System.Text.Encoding.UTF8.GetBytes(payload), reason, "not JSON at byte 3"));
}
