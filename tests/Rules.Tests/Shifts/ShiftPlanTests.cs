using CsCheck;
using K3Monitor.Measurements;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Tests.Lanes;

namespace K3Monitor.Rules.Tests.Shifts;

public sealed class ShiftPlanTests
{
    private static readonly string[] Zones = ["Asia/Jakarta", "Asia/Jayapura", "Asia/Singapore", "Europe/Berlin", "America/New_York"];

    [Fact]
    public void A_shift_across_midnight_is_one_period()
    {
        var plan = new ShiftPlan(Some.Jakarta, [new Shift("malam", new TimeOnly(22, 0), TimeSpan.FromHours(8), [])]);
        ExposurePeriod period = plan.PeriodAt(Some.At(23));
        Assert.Equal(new ExposurePeriod(new TimeRange(Some.At(22), Some.At(30)), "malam"), period);
        Assert.Equal(period, plan.PeriodAt(Some.At(29, 59)));
        Assert.Equal(new ExposurePeriod(new TimeRange(Some.At(30), Some.At(46)), null), plan.PeriodAt(Some.At(30)));
    }

    [Fact]
    public void The_time_between_shifts_is_cut_at_local_midnight()
    {
        ShiftPlan plan = Some.DayShift();
        Assert.Equal(new TimeRange(Some.At(16), Some.At(24)), plan.PeriodAt(Some.At(20)).Range);
        Assert.Equal(new TimeRange(Some.At(0), Some.At(8)), plan.PeriodAt(Some.At(0)).Range);
        Assert.Equal(new TimeRange(Some.At(0), Some.At(24)), Some.NoShift().PeriodAt(Some.At(13)).Range);
    }

    [Fact]
    public void A_shift_that_starts_later_takes_over_and_what_is_left_is_a_period_of_its_own()
    {
        var plan = new ShiftPlan(Some.Jakarta, [new Shift("a", new TimeOnly(6, 0), TimeSpan.FromHours(8), []), new Shift("b", new TimeOnly(8, 0), TimeSpan.FromHours(2), [])]);
        Assert.Equal(new ExposurePeriod(new TimeRange(Some.At(6), Some.At(8)), "a"), plan.PeriodAt(Some.At(7)));
        Assert.Equal(new ExposurePeriod(new TimeRange(Some.At(8), Some.At(10)), "b"), plan.PeriodAt(Some.At(9)));
        Assert.Equal(new ExposurePeriod(new TimeRange(Some.At(10), Some.At(14)), "a"), plan.PeriodAt(Some.At(11)));
    }

    [Fact]
    public void A_shift_starts_only_on_its_days()
    {
        // 25 November 2026 is a Wednesday.
        var plan = new ShiftPlan(Some.Jakarta, [new Shift("a", new TimeOnly(6, 0), TimeSpan.FromHours(8), [DayOfWeek.Thursday])]);
        Assert.False(plan.PeriodAt(Some.At(7)).IsShift);
        Assert.True(plan.PeriodAt(Some.At(31)).IsShift);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public void A_shift_must_have_a_possible_length(int hours) =>
        Assert.Throws<ArgumentException>(() => new ShiftPlan(Some.Jakarta, [new Shift("a", TimeOnly.MinValue, TimeSpan.FromHours(hours), [])]));

    [Fact]
    public void Periods_tile_time_without_gap_or_overlap_in_any_zone() => Gen.Select(
        Gen.Select(Gen.Int[0, 1439], Gen.Int[1, 1440], (s, d) => new Shift($"{s}+{d}", TimeOnly.MinValue.AddMinutes(s), TimeSpan.FromMinutes(d), [])).Array[0, 4],
        Gen.Int[0, 4].Select(i => Zones[i]),
        Gen.Int[0, 365 * 24]).Sample(
        (shifts, zone, hour) =>
        {
            var plan = new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById(zone), shifts);
            Instant at = Some.At(hour);
            for (int i = 0; i < 12; i++)
            {
                ExposurePeriod period = plan.PeriodAt(at);
                Assert.True(period.Range.Contains(at));
                Assert.Equal(period, plan.PeriodAt(period.Range.Start));
                Assert.Equal(period, plan.PeriodAt(new Instant(period.Range.End.UnixMicroseconds - 1)));
                at = period.Range.End;
            }
        },
        iter: 1000);
}
