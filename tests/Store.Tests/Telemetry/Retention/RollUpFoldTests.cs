using CsCheck;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Tests.Telemetry.Retention;

public sealed class RollUpFoldTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private static readonly Instant Start = UtcDay.Range(Day).Start;

    // Whole seconds, so that the brute force may look at each second of the day.
    private static readonly Gen<Sample[]> Samples = Gen.Select(
        Gen.Int[-3600, 90_000], Gen.Int[0, 120].Select(v => v + 0.25), Gen.OneOf(SampleFlags.None, SampleFlags.None, SampleFlags.Uncertain, SampleFlags.Bad),
        (second, value, flags) => new Sample(Start + TimeSpan.FromSeconds(second), value, flags)).Array[0, 80].Select(a => a.OrderBy(s => s.Time).ToArray());

    [Fact]
    public void A_roll_up_says_what_looking_at_every_second_of_the_day_says() => Gen.Select(Samples, Gen.Int[0, 2400], Gen.Bool).Sample(
        (samples, hold, isLevel) =>
        {
            var rule = new ChannelRule(1, [new HoldSpan(new TimeRange(Instant.MinValue, Instant.MaxValue), TimeSpan.FromSeconds(hold))], isLevel);
            double?[] standing = Standing(samples, hold);
            foreach (RollUpStep step in Enum.GetValues<RollUpStep>())
            {
                var fold = new RollUpFold(rule, Day);
                foreach (Sample sample in samples)
                    fold.Add(sample);
                Dictionary<Instant, RollUp> made = fold.End(step).ToDictionary(r => r.Start);
                int width = (int)(RollUp.MicrosecondsOf(step) / 1_000_000);
                for (int from = 0; from < 86_400; from += width)
                    Check(made.GetValueOrDefault(Start + TimeSpan.FromSeconds(from)), samples, standing, from, width, isLevel);
            }
        },
        iter: 40);

    [Fact]
    public void A_sample_whose_interval_nobody_has_stated_is_counted_and_stands_for_nothing()
    {
        var fold = new RollUpFold(new ChannelRule(1, [], IsLevel: false), Day);
        fold.Add(new Sample(Start, 5));
        RollUp only = Assert.Single(fold.End(RollUpStep.Minute));
        Assert.Equal((1L, 0L, 5.0, null), (only.Samples, only.CoveredMicroseconds, only.Max!.Value, only.Mean));
    }

    [Fact]
    public void Samples_must_come_in_time_order()
    {
        var fold = new RollUpFold(new ChannelRule(1, [], IsLevel: false), Day);
        fold.Add(new Sample(Start + TimeSpan.FromSeconds(2), 5));
        Assert.Throws<ArgumentException>(() => fold.Add(new Sample(Start, 5)));
    }

    [Fact]
    public void A_set_of_channels_is_read_back_as_it_was_written() => Gen.Int[0, 60].Array[0, 40].Sample(channels =>
    {
        ChannelSet set = ChannelSet.Parse(ChannelSet.Of(channels).ToString());
        Assert.Equal(channels.Distinct().Order(), set.Channels);
        Assert.All(Enumerable.Range(0, 62), c => Assert.Equal(channels.Contains(c), set.Contains(c)));
    });

    /// <summary>Which value stands in each second of the day, by looking back from it.</summary>
    private static double?[] Standing(Sample[] samples, int hold)
    {
        var standing = new double?[86_400];
        for (int second = 0; second < standing.Length; second++)
        {
            Instant at = Start + TimeSpan.FromSeconds(second);
            if (samples.LastOrDefault(s => s.Time <= at) is not { Time.UnixMicroseconds: > 0 } last || at - last.Time >= TimeSpan.FromSeconds(hold))
                continue;
            List<double> values = [.. samples.Where(s => s.Time == last.Time && s.Flags.Counts()).Select(s => s.Value)];
            standing[second] = values.Count > 0 ? values.Max() : null;
        }

        return standing;
    }

    private static void Check(RollUp made, Sample[] samples, double?[] standing, int from, int width, bool isLevel)
    {
        var window = new TimeRange(Start + TimeSpan.FromSeconds(from), Start + TimeSpan.FromSeconds(from + width));
        List<Sample> inside = [.. samples.Where(s => window.Contains(s.Time))];
        List<Sample> counting = [.. inside.Where(s => s.Flags.Counts())];
        List<double> seconds = [.. standing.Skip(from).Take(width).OfType<double>()];
        Assert.Equal(inside.Count, made.Samples);
        Assert.Equal(inside.Count(s => s.Flags != SampleFlags.None), made.Flagged);
        Assert.Equal(inside.Aggregate(SampleFlags.None, (f, s) => f | s.Flags), made.Flags);
        Assert.Equal(seconds.Count * 1_000_000L, made.CoveredMicroseconds);
        Assert.Equal(counting.Count == 0 ? (double?)null : counting.Min(s => s.Value), made.Min);
        Assert.Equal(counting.Count == 0 ? (double?)null : counting.Max(s => s.Value), made.Max);
        Assert.Equal(counting.Count == 0 ? (Sample?)null : counting[0], made.First);
        Assert.Equal(counting.Count == 0 ? (Sample?)null : counting[^1], made.Last);
        Near(seconds.Count == 0 ? null : seconds.Average(), made.Mean);
        Near(seconds.Count == 0 || !isLevel ? null : 10 * Math.Log10(seconds.Average(v => Math.Pow(10, v / 10))), made.EnergyMean);
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } value)
            Assert.Equal(value, actual!.Value, 1e-9 * Math.Max(1, Math.Abs(value)));
    }
}
