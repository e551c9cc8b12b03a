using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Rules.Tests.Lanes;

/// <summary>Ordinary things for tests.</summary>
internal static class Some
{
    /// <summary>2026-11-25T00:00 in Jakarta.</summary>
    public static Instant Midnight { get; } = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.FromHours(7)));

    public static TimeZoneInfo Jakarta { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");

    public static Instant At(double hour, double minute = 0, double second = 0) =>
        Midnight + TimeSpan.FromSeconds((hour * 3600) + (minute * 60) + second);

    public static ShiftPlan DayShift(int hours = 8) => new(Jakarta, [new Shift("pagi", new TimeOnly(8, 0), TimeSpan.FromHours(hours), [])]);

    public static ShiftPlan NoShift() => new(Jakarta, []);

    public static PointPlan Point(Quantity quantity, TimeSpan? interval = null, AreaPlan? area = null, double? rangeMax = null) =>
        new(1, quantity, area ?? new AreaPlan(DayShift()), interval ?? TimeSpan.FromMinutes(1), rangeMax);

    /// <summary>A pack of the product's own making with limits that tests choose.</summary>
    public static RulePack Pack(params Limit[] limits) => new(
        "test.pack", "1", new LocalText("uji", "test"), "Test 1/2026", "ID", new DateOnly(2020, 1, 1), null,
        [.. limits.Select(l => l with { PackId = "test.pack", Edition = "1" })], new string('0', 64), "test.yaml");

    public static Limit Limit(string id, LimitKind kind, Quantity? quantity, double? value, TimeSpan averaging = default) => new()
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
        AveragingTime = averaging,
        MinimumCoverage = kind == LimitKind.DataDuty ? 0 : 0.75,
        Source = "test",
        Confidence = "high",
    };

    public static Limit Twa(double value = 25) => Limit("twa", LimitKind.TimeWeightedAverage, QuantityCatalogue.CarbonMonoxide, value, TimeSpan.FromHours(8));

    public static Limit Stel(double value = 5) => Limit("stel", LimitKind.ShortTerm, QuantityCatalogue.CarbonMonoxide, value, TimeSpan.FromMinutes(15));

    public static Limit Ceiling(double value = 25) => Limit("ceiling", LimitKind.Ceiling, QuantityCatalogue.CarbonMonoxide, value);

    public static Limit Duty(double minutes = 15) => Limit("duty", LimitKind.DataDuty, null, minutes);

    /// <summary>The same value once a step, from (with) to (without).</summary>
    public static IEnumerable<Sample> Steady(double value, Instant from, Instant to, TimeSpan? every = null, SampleFlags flags = SampleFlags.None)
    {
        for (Instant at = from; at < to; at += every ?? TimeSpan.FromMinutes(1))
            yield return new Sample(at, value, flags);
    }
}
