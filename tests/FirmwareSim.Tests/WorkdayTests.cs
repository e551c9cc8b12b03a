using K3Monitor.FirmwareSim.Plants;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class WorkdayTests(ITestOutputHelper output)
{
    private static readonly Scenarios.Scenario Workday = Play.Shipped("workday");

    [Fact]
    public void The_press_device_breaches_and_its_neighbour_does_not()
    {
        var breaching = Play.Series(Workday, "ps-noise-01", "laeq");
        double dose = 0;
        double passes = 0;
        foreach (var (minute, level) in breaching)
        {
            dose += SoundEnergy.DosePercent(level, 1.0 / 3600);
            passes = passes == 0 && dose > 100 ? minute : passes;
        }

        output.WriteLine(FormattableString.Invariant($"ps-noise-01 reaches {dose:F0} % of the daily dose, 100 % after {passes:F1} minutes"));
        double neighbour = Play.Series(Workday, "ps-noise-02", "laeq").Sum(s => SoundEnergy.DosePercent(s.Value, 1.0 / 3600));
        Assert.True(dose > 100);
        Assert.True(neighbour < 50);
    }

    [Fact]
    public void The_leak_builds_up_and_decays()
    {
        var series = Play.Series(Workday, "tk-gas-01", "h2s");
        Assert.InRange(series.Max(s => s.Value), 35, 41);
        Assert.True(series.Where(s => s.Minute < 20).All(s => s.Value < 1));
        Assert.True(series.Where(s => s.Minute > 120).All(s => s.Value < 1));
        Assert.InRange(series.MaxBy(s => s.Value).Minute, 40, 46);
    }

    [Fact]
    public void Oxygen_dips_while_the_gas_displaces_it() =>
        Assert.InRange(Play.Series(Workday, "tk-gas-01", "o2").Min(s => s.Value), 19.1, 19.3);

    [Fact]
    public void A_silent_device_sends_nothing_and_then_goes_on_counting()
    {
        var series = Play.Series(Workday, "ps-noise-03", "laeq");
        Assert.DoesNotContain(series, s => s.Minute is >= 45 and < 85);
        Assert.Contains(series, s => s.Minute >= 85);
        Assert.Equal((9 * 3600) - (40 * 60), series.Count);
    }

    [Fact]
    public void The_furnace_place_is_hot_in_the_work_and_the_far_one_is_not()
    {
        var hot = Play.Series(Workday, "fd-heat-01", "wbgt").Where(s => s.Minute is > 120 and < 480).ToList();
        Assert.InRange(hot.Average(s => s.Value), 31, 32);
        Assert.True(Play.Series(Workday, "fd-heat-02", "wbgt").All(s => s.Value < 29));
    }
}
