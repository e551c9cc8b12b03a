using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>One site with one four-gas device, as small as the tests need it.</summary>
internal static class Plant
{
    public const int Point = 11;
    public const int OtherPoint = 12;
    public const int H2sChannel = 101;
    public const int CoChannel = 102;
    public const string Device = "tangki/gas-1";
    public const string Password = "rahasia-sekali";

    /// <summary>2026-11-25T10:00 in Jakarta, in the middle of a shift.</summary>
    public static Instant Now { get; } = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.FromHours(7)));

    public static TimeRange Always { get; } = new(Instant.MinValue, Instant.MaxValue);

    public static string Topic(string kind = "telemetry", string device = Device) => $"k3/v1/{device}/{kind}";

    public static Instant At(double minutes) => Now + TimeSpan.FromMinutes(minutes);

    public static ChannelTopology Channel(int id, string name, Quantity? quantity, Unit? unit, int? point = null, TimeRange? during = null) =>
        new(id, name, quantity, unit, 0, 100, null, point is { } p ? [new ChannelAssignment(p, during ?? Always)] : []);

    public static ChannelTopology H2s(int? point = Point, TimeRange? during = null) =>
        Channel(H2sChannel, "h2s", QuantityCatalogue.HydrogenSulfide, UnitCatalogue.PartsPerMillion, point, during);

    public static ChannelTopology Co() => Channel(CoChannel, "co", QuantityCatalogue.CarbonMonoxide, UnitCatalogue.PartsPerMillion);

    public static DeviceTopology DeviceWith(params ChannelTopology[] channels) =>
        new(7, 3, "tangki", "gas-1", channels.ToDictionary(c => c.Name));

    public static PointPlan PlanOf(int point) => new(
        point, QuantityCatalogue.HydrogenSulfide,
        new AreaPlan(new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"), [new Shift("pagi", new TimeOnly(8, 0), TimeSpan.FromHours(8), [])])),
        TimeSpan.FromMinutes(1));

    public static TopologySnapshot Topology(long revision = 1, ChannelTopology[]? channels = null, params int[] points) => new(
        revision,
        [new SiteTopology(3, "tangki", [.. (points.Length == 0 ? [Point] : points).Select(PlanOf)])],
        new Dictionary<string, DeviceTopology> { [Device] = DeviceWith(channels ?? [H2s(), Co()]) });

    /// <summary>A ceiling of 10 ppm and the duty that data come every 15 minutes.</summary>
    public static RulePack Pack() => new(
        "test.pack", "1", new LocalText("uji", "test"), "Test 1/2026", "ID", new DateOnly(2020, 1, 1), null,
        [Limit("ceiling", LimitKind.Ceiling, QuantityCatalogue.HydrogenSulfide, 10), Limit("duty", LimitKind.DataDuty, null, 15)], new string('0', 64), "test.yaml");

    private static Limit Limit(string id, LimitKind kind, Quantity? quantity, double value) => new()
    {
        Id = $"test.pack/{id}",
        Edition = "1",
        PackId = "test.pack",
        Title = new LocalText(id, id),
        Instrument = "Test 1/2026",
        Article = new LocalText("-", "-"),
        Kind = kind,
        Quantity = quantity,
        Value = value,
        Unit = quantity?.Canonical.Symbol ?? "min",
        MinimumCoverage = kind == LimitKind.DataDuty ? 0 : 0.75,
        Source = "test",
        Confidence = "high",
    };
}
