using CsCheck;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Tests.Lanes;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Tests.Exposure;

/// <summary>
/// Exposures against a naive computation that lays the shift out second by second and sums everything anew for every
/// window. It shares no code with the product.
/// </summary>
public sealed class OracleTests
{
    private const int Length = 2 * 3600;
    private const int Hold = 180;
    private const int Window = 900;
    private const double Minimum = 0.75;

    private static readonly AreaPlan Area = new(new ShiftPlan(Some.Jakarta, [new Shift("pagi", new TimeOnly(8, 0), TimeSpan.FromSeconds(Length), [])]));

    private sealed record Second(double Value, bool Covered, bool Well, bool Known);

    // Offsets from the shift's start in seconds, and levels that stay for a while.
    private static readonly Gen<List<(int At, double Value, SampleFlags Flags)>> Shifts =
        from steps in Gen.Frequency((8, Gen.Int[1, 120]), (2, Gen.Int[120, 500]), (1, Gen.Int[500, 2500])).Array[1, 90]
        from levels in Gen.Double[0, 60].Array[1, 10]
        from flags in Gen.Frequency(
            (12, Gen.Const(SampleFlags.None)),
            (1, Gen.Int[0, 3].Select(i => (SampleFlags)(1 << i)))).Array[steps.Length]
        select LayOut(steps, levels, flags);

    [Fact]
    public void An_average_over_the_shift_is_what_adding_up_the_seconds_gives() => Shifts.Sample(
        samples =>
        {
            Second[] seconds = Seconds(samples);
            Verdict verdict = Judge(Some.Twa(6), QuantityCatalogue.CarbonMonoxide, samples);
            CompareSum(verdict, seconds, v => v / 28800);
        },
        iter: 1000);

    [Fact]
    public void A_dose_is_what_adding_up_the_seconds_gives() => Shifts.Sample(
        samples =>
        {
            List<(int At, double Value, SampleFlags Flags)> levels = [.. samples.Select(s => (s.At, s.Value + 50, s.Flags))];
            Limit limit = Some.Limit("dose", LimitKind.Dose, QuantityCatalogue.EquivalentSoundLevel, 100) with { Dose = new DoseParameters(85, 3, TimeSpan.FromHours(8)), Unit = "%" };
            CompareSum(Judge(limit, QuantityCatalogue.EquivalentSoundLevel, levels), Seconds(levels), v => Math.Pow(2, (v - 85) / 3) / 28800 * 100);
        },
        iter: 1000);

    [Fact]
    public void The_worst_rolling_mean_is_the_worst_of_all_seconds() => Shifts.Sample(
        samples =>
        {
            Second[] seconds = Seconds(samples);
            Verdict verdict = Judge(Some.Stel(30), QuantityCatalogue.CarbonMonoxide, samples);
            (double? worst, bool breach) = WorstWindow(seconds, 30);
            Close(worst, verdict.Exposure.Value);
            Assert.Equal(breach, verdict.Outcome == VerdictOutcome.Exceeded);
            if (!breach)
                CompareCoverage(verdict, seconds);
        },
        iter: 300);

    [Fact]
    public void The_worst_reading_and_the_longest_silence_are_found() => Shifts.Sample(
        samples =>
        {
            List<(int At, double Value, SampleFlags Flags)> counted = [.. samples.Where(s => s.At < Length && (s.Flags & SampleFlags.Bad) == 0)];
            Verdict ceiling = Judge(Some.Ceiling(40), QuantityCatalogue.CarbonMonoxide, samples);
            Close(counted.Count == 0 ? null : counted.Max(s => s.Value), ceiling.Exposure.Value);
            Assert.Equal(counted.Any(s => s.Value > 40 && (s.Flags & SampleFlags.UnderRange) == 0), ceiling.Outcome == VerdictOutcome.Exceeded);

            int[] heard = [0, .. counted.Select(s => s.At), Length];
            double silence = heard.Skip(1).Zip(heard, (b, a) => b - a).Max() / 60.0;
            Verdict duty = Judge(Some.Duty(), QuantityCatalogue.CarbonMonoxide, samples);
            Close(silence, duty.Exposure.Value);
            Assert.Equal(silence > 15, duty.Outcome == VerdictOutcome.Exceeded);
        },
        iter: 500);

    private static List<(int At, double Value, SampleFlags Flags)> LayOut(int[] steps, double[] levels, SampleFlags[] flags)
    {
        var samples = new List<(int, double, SampleFlags)>();
        int at = -1;
        for (int i = 0; i < steps.Length; i++)
        {
            at += steps[i];
            samples.Add((at, levels[i * levels.Length / steps.Length], flags[i]));
        }

        return samples;
    }

    private static Second[] Seconds(List<(int At, double Value, SampleFlags Flags)> samples)
    {
        var seconds = new Second[Length];
        for (int second = 0; second < Length; second++)
        {
            int index = samples.FindLastIndex(s => s.At <= second);
            (int At, double Value, SampleFlags Flags) sample = index < 0 ? default : samples[index];
            bool covered = index >= 0 && second < sample.At + Hold && (sample.Flags & SampleFlags.Bad) == 0;
            bool doubtful = (sample.Flags & (SampleFlags.Uncertain | SampleFlags.OverRange)) != 0;
            seconds[second] = new Second(sample.Value, covered, covered && !doubtful, covered && (sample.Flags & SampleFlags.UnderRange) == 0);
        }

        return seconds;
    }

    private static (double? Worst, bool Breach) WorstWindow(Second[] seconds, double limit)
    {
        double? worst = null;
        bool breach = false;
        for (int end = 1; end <= Length; end++)
        {
            Second[] window = seconds[Math.Max(0, end - Window)..end];
            int covered = window.Count(s => s.Covered);
            if (covered == 0)
                continue;
            bool decides = end >= Window && covered >= Minimum * Window;
            double value = decides ? window.Where(s => s.Covered).Sum(s => s.Value) / covered : window.Where(s => s.Known).Sum(s => s.Value) / Window;
            double known = window.Where(s => s.Known).Sum(s => s.Value) / Window;
            worst = Math.Max(worst ?? double.MinValue, value);
            breach |= known > limit * (1 + 1e-9) || value > limit * (1 + 1e-9);
        }

        return (worst, breach);
    }

    private static void CompareSum(Verdict verdict, Second[] seconds, Func<double, double> weight)
    {
        int covered = seconds.Count(s => s.Covered);
        double? value = covered == 0 ? null : seconds.Where(s => s.Covered).Sum(s => weight(s.Value)) * Length / covered;
        double? lower = covered == 0 ? null : seconds.Where(s => s.Known).Sum(s => weight(s.Value));
        Close(value, verdict.Exposure.Value);
        Close(lower, verdict.Exposure.Lower);
        CompareCoverage(verdict, seconds);
        double limit = verdict.Limit.Value!.Value * (1 + 1e-9);
        Assert.Equal(lower > limit || (covered >= Minimum * Length && value > limit), verdict.Outcome == VerdictOutcome.Exceeded);
        if (verdict.Outcome == VerdictOutcome.Within)
            Assert.True(seconds.Count(s => s.Well) >= Minimum * Length);
    }

    private static void CompareCoverage(Verdict verdict, Second[] seconds)
    {
        Assert.Equal(seconds.Count(s => s.Covered), verdict.Exposure.Covered.TotalSeconds);
        Assert.Equal(seconds.Count(s => s.Well), verdict.Exposure.CoveredWell.TotalSeconds);
    }

    private static Verdict Judge(Limit limit, Quantity quantity, List<(int At, double Value, SampleFlags Flags)> samples) => PointHistory.Judge(
        Some.Point(quantity, TimeSpan.FromSeconds(60), Area),
        [Some.Pack(limit)],
        new LaneOptions(),
        samples.Select(s => new Sample(Some.At(8, 0, s.At), s.Value, s.Flags)),
        Some.At(40)).Concluded.Single(v => v.Period.Range.Start == Some.At(8) && v.Limit.Id == limit.Id);

    private static void Close(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } e)
            Assert.True(Math.Abs(e - actual!.Value) <= 1e-8 * Math.Max(1e-6, Math.Abs(e)), FormattableString.Invariant($"{e} is not {actual}"));
    }
}
