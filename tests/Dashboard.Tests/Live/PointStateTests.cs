using K3Monitor.Dashboard.Live;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Dashboard.Tests.Live;

public sealed class PointStateTests
{
    [Fact]
    public void The_strictest_of_several_limits_gives_the_share() => Assert.Equal(
        0.8, PointState.ShareOfStrictest(8, [Some.Limit(LimitKind.TimeWeightedAverage), Some.Limit(LimitKind.Ceiling)]));

    [Theory]
    [InlineData(85, 1)]
    [InlineData(88, 2)]
    [InlineData(82, 0.5)]
    public void A_dose_fills_at_twice_the_pace_for_each_exchange_rate(double level, double expected) =>
        Assert.Equal(expected, PointState.ShareOfStrictest(level, [Some.Limit(LimitKind.Dose)])!.Value, 9);

    [Theory]
    [InlineData(19.5, 1)]
    [InlineData(23.5, 1.0)]
    [InlineData(0, 99)]
    public void A_range_is_judged_at_its_nearer_end(double value, double expected) =>
        Assert.Equal(expected, PointState.ShareOfStrictest(value, [Some.Limit(LimitKind.Range)])!.Value, 9);

    [Fact]
    public void Nothing_is_compared_with_a_duty_to_have_data() => Assert.Null(PointState.ShareOfStrictest(3, [Some.Limit(LimitKind.DataDuty)]));
}
