using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Tests.Telemetry.Retention;

/// <summary>What every store that rolls up and removes must do.</summary>
public abstract class RetentionContract : IAsyncLifetime
{
    protected static readonly DateOnly Day = new(2026, 11, 24);
    protected static readonly Instant Midnight = UtcDay.Range(Day).Start;
    protected static readonly CancellationToken None = CancellationToken.None;
    private long position;

    protected ITelemetryStore Store { get; private set; } = null!;

    protected IRetainingTelemetry Retaining => (IRetainingTelemetry)Store;

    /// <summary>One sample a second is expected; it stands for three.</summary>
    protected static IReadOnlyDictionary<int, ChannelRule> Rules { get; } = Enumerable.Range(1, 9).ToDictionary(
        c => c, c => new ChannelRule(c, [new HoldSpan(new TimeRange(Instant.MinValue, Instant.MaxValue), TimeSpan.FromSeconds(3))], IsLevel: c == 2));

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the store over the same data each time it is called within one test.</summary>
    protected abstract Task<ITelemetryStore> OpenAsync();

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await OpenAsync();
    }

    protected static ChannelSample At(int channel, double seconds, double value, SampleFlags flags = SampleFlags.None)
    {
        Instant time = Midnight + TimeSpan.FromSeconds(seconds);
        return new ChannelSample(channel, new Sample(time, value, flags), (long)seconds + 1_000_000, time + TimeSpan.FromMilliseconds(40));
    }

    protected async Task PutAsync(params ChannelSample[] samples)
    {
        await Store.AppendAsync(samples, ++position, None);
        await Store.FlushAsync(None);
    }

    /// <summary>Three channels with ten minutes from 10:00 on, the evening before too, and one on the day after.</summary>
    protected Task PutDayAsync() => PutAsync(
    [
        At(1, -1, 7),
        .. Enumerable.Range(36_000, 600).SelectMany(s => new[] { At(1, s, s % 60), At(2, s, 80 + (s % 2 * 10)), At(3, s, 1, SampleFlags.Bad) }),
        At(1, 86_400, 99),
    ]);

    protected async Task<List<double>> ReadAsync(int channel, TimeRange range)
    {
        var rows = new List<double>();
        await foreach (ChannelSample row in Store.ReadAsync(channel, range, None))
            rows.Add(row.Sample.Value);
        return rows;
    }

    protected Task<IReadOnlyList<RollUp>> RolledAsync(int channel, RollUpStep step) => Retaining.ReadRollUpsAsync(channel, UtcDay.Range(Day), step, None);

    protected async Task<StoredDay> StateAsync() => (await Retaining.DaysAsync(None)).Single(d => d.Day == Day);

    protected async Task<ChannelDay> RowAsync(int channel) => (await Retaining.ChannelsAsync(Day, None)).SingleOrDefault(c => c.ChannelId == channel);

    [Fact]
    public async Task A_day_is_rolled_up_as_the_fold_says_and_stays_so_after_a_restart_and_when_it_is_done_again()
    {
        await PutDayAsync();
        Assert.False((await StateAsync()).RolledUp);
        for (int time = 0; time < 2; time++)
        {
            await Retaining.RollUpAsync(Day, Rules, None);
            await ReopenAsync();
            Assert.Equal(new StoredDay(Day, RolledUp: true, IsStale: false), await StateAsync());
            foreach (int channel in new[] { 1, 2, 3 })
            {
                foreach (RollUpStep step in Enum.GetValues<RollUpStep>())
                    Assert.Equal(await ExpectedAsync(channel, step), await RolledAsync(channel, step));
            }
        }

        RollUp level = (await RolledAsync(2, RollUpStep.QuarterHour)).Single();
        Assert.Equal((600L, 0L, 602_000_000L), (level.Samples, level.Flagged, level.CoveredMicroseconds));
        Assert.Equal(85, level.Mean!.Value, 0.1);
        Assert.Equal(10 * Math.Log10((1e8 + 1e9) / 2), level.EnergyMean!.Value, 0.05);
        Assert.Equal(2_000_000, (await RolledAsync(1, RollUpStep.Minute))[0].CoveredMicroseconds);
    }

    [Fact]
    public async Task A_late_sample_makes_the_day_stale_and_nothing_of_it_goes_until_it_was_made_anew()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        await PutAsync(At(1, 50_000, 500));
        await ReopenAsync();
        Assert.True((await StateAsync()).IsStale);
        Assert.True((await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None)).IsEmpty);
        Assert.Equal(601, (await ReadAsync(1, UtcDay.Range(Day))).Count);
        await Retaining.RollUpAsync(Day, Rules, None);
        Assert.False((await StateAsync()).IsStale);
        Assert.Equal(500, (await RolledAsync(1, RollUpStep.QuarterHour))[^1].Max);
    }

    [Fact]
    public async Task A_day_that_was_not_rolled_up_is_not_removed()
    {
        await PutDayAsync();
        Assert.True((await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1, 2]), None)).IsEmpty);
        Assert.Equal(600, (await ReadAsync(1, UtcDay.Range(Day))).Count);
    }

    [Fact]
    public async Task Samples_of_some_channels_go_and_their_roll_ups_the_other_channels_and_the_days_around_stay()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        IReadOnlyList<RollUp> before = await RolledAsync(1, RollUpStep.Minute);
        Assert.Equal([1, 3], (await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1, 3, 7]), None)).Channels);
        await ReopenAsync();
        Assert.Empty(await ReadAsync(1, UtcDay.Range(Day)));
        Assert.Equal([7.0, 99.0], await ReadAsync(1, new TimeRange(Instant.MinValue, Instant.MaxValue)));
        Assert.Equal(600, (await ReadAsync(2, UtcDay.Range(Day))).Count);
        Assert.Equal(before, await RolledAsync(1, RollUpStep.Minute));
        Assert.Equal([UtcDay.Range(Day)], Retaining.Removed(1).Ranges);
        Assert.Empty(Retaining.Removed(2).Ranges);
        Assert.True(await RowAsync(1) is { Samples: 0, RawRemoved: true, RolledUp: true });
        Assert.True((await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None)).IsEmpty);
    }

    [Fact]
    public async Task What_comes_for_a_removed_day_is_kept_and_changes_nothing_of_what_was_rolled_up()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None);
        IReadOnlyList<RollUp> before = await RolledAsync(1, RollUpStep.Minute);
        await PutAsync(At(1, 40_000, 55), At(2, 40_000, 66));
        Assert.True((await StateAsync()).IsStale);
        await Retaining.RollUpAsync(Day, Rules, None);
        Assert.Equal(before, await RolledAsync(1, RollUpStep.Minute));
        Assert.Equal(66, (await RolledAsync(2, RollUpStep.Minute))[^1].Max);
        Assert.True((await Retaining.RemoveAsync(Day, TelemetryLayer.Raw, ChannelSet.Of([1]), None)).IsEmpty);
        Assert.Equal([55.0], await ReadAsync(1, UtcDay.Range(Day)));
        Assert.True(await RowAsync(1) is { Samples: 1, RawRemoved: true });
    }

    [Fact]
    public async Task Roll_ups_of_one_minute_go_by_themselves()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day, Rules, None);
        Assert.Equal([1], (await Retaining.RemoveAsync(Day, TelemetryLayer.Minute, ChannelSet.Of([1]), None)).Channels);
        await ReopenAsync();
        Assert.Empty(await RolledAsync(1, RollUpStep.Minute));
        Assert.NotEmpty(await RolledAsync(1, RollUpStep.QuarterHour));
        Assert.NotEmpty(await RolledAsync(2, RollUpStep.Minute));
        Assert.Equal(600, (await ReadAsync(1, UtcDay.Range(Day))).Count);
    }

    [Fact]
    public async Task What_stood_at_midnight_stands_after_the_evening_before_was_removed_too()
    {
        await PutDayAsync();
        await Retaining.RollUpAsync(Day.AddDays(-1), Rules, None);
        await Retaining.RemoveAsync(Day.AddDays(-1), TelemetryLayer.Raw, ChannelSet.Of([1]), None);
        await Retaining.RollUpAsync(Day, Rules, None);
        RollUp first = (await RolledAsync(1, RollUpStep.Minute))[0];
        Assert.Equal((Midnight, 0L, 2_000_000L, 7.0), (first.Start, first.Samples, first.CoveredMicroseconds, first.Mean!.Value));
    }

    private async Task<IReadOnlyList<RollUp>> ExpectedAsync(int channel, RollUpStep step)
    {
        var fold = new RollUpFold(Rules[channel], Day);
        await foreach (ChannelSample row in Store.ReadAsync(channel, new TimeRange(Midnight - TimeSpan.FromSeconds(3), UtcDay.Range(Day).End), None))
            fold.Add(row.Sample);
        return [.. fold.End(step)];
    }
}
