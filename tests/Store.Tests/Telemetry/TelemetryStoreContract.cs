using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Store.Tests.Telemetry;

/// <summary>What every telemetry store must do; a store is tested by deriving from this and opening it.</summary>
public abstract class TelemetryStoreContract : IAsyncLifetime
{
    protected static readonly Instant Noon = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    private static readonly CancellationToken None = CancellationToken.None;

    protected ITelemetryStore Store { get; private set; } = null!;

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

    protected static ChannelSample At(int channel, double seconds, double value, long sequence = 0, SampleFlags flags = SampleFlags.None)
    {
        Instant time = Noon + TimeSpan.FromSeconds(seconds);
        return new ChannelSample(channel, new Sample(time, value, flags), sequence, time + TimeSpan.FromMilliseconds(40));
    }

    protected static TimeRange Window(double fromSeconds, double toSeconds) =>
        new(Noon + TimeSpan.FromSeconds(fromSeconds), Noon + TimeSpan.FromSeconds(toSeconds));

    protected async Task<List<ChannelSample>> ReadAsync(int channel, TimeRange range)
    {
        var rows = new List<ChannelSample>();
        await foreach (ChannelSample row in Store.ReadAsync(channel, range, None))
            rows.Add(row);
        return rows;
    }

    [Fact]
    public async Task What_was_appended_is_read_back_whole_and_in_time_order()
    {
        ChannelSample[] samples = [At(1, 2, 0.1, 3, SampleFlags.Uncertain), At(1, 0, -0.0, 1), At(2, 1, 7), At(1, 1, double.Epsilon, 2)];
        await Store.AppendAsync(samples, 10, None);
        Assert.Equal([samples[1], samples[3], samples[0]], await ReadAsync(1, Window(0, 10)));
        Assert.Equal([samples[2]], await ReadAsync(2, Window(0, 10)));
    }

    [Fact]
    public async Task A_window_is_half_open()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1), At(1, 1, 2), At(1, 2, 3) }, 1, None);
        Assert.Equal([1.0, 2.0], (await ReadAsync(1, Window(0, 2))).Select(s => s.Sample.Value));
    }

    [Fact]
    public async Task Samples_stay_when_flushed_and_reopened()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1, 1), At(1, 1, 2, 2) }, 5, None);
        await Store.FlushAsync(None);
        await Store.AppendAsync(new[] { At(1, 2, 3, 3) }, 9, None);
        await Store.FlushAsync(None);
        Assert.Equal(9, Store.DurablePosition);
        await ReopenAsync();
        Assert.Equal(9, Store.DurablePosition);
        Assert.Equal([1.0, 2.0, 3.0], (await ReadAsync(1, Window(0, 10))).Select(s => s.Sample.Value));
    }

    [Fact]
    public async Task What_was_not_flushed_comes_again_from_the_journal_and_is_there_once()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1) }, 5, None);
        await Store.FlushAsync(None);
        await Store.AppendAsync(new[] { At(1, 1, 2) }, 8, None);
        await ReopenAsync();

        // A store may have made it durable without being asked.
        Assert.InRange(Store.DurablePosition, 5, 8);
        await Store.AppendAsync(new[] { At(1, 0, 1) }, 5, None);
        await Store.AppendAsync(new[] { At(1, 1, 2) }, 8, None);
        Assert.Equal([1.0, 2.0], (await ReadAsync(1, Window(0, 10))).Select(s => s.Sample.Value));
    }

    [Fact]
    public async Task The_same_sample_again_is_kept_once_across_memory_and_files()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1, 7), At(1, 0, 1, 7) }, 1, None);
        await Store.FlushAsync(None);
        await Store.AppendAsync(new[] { At(1, 0, 1, 7) }, 2, None);
        ChannelSample only = Assert.Single(await ReadAsync(1, Window(0, 10)));
        Assert.Equal(SampleFlags.None, only.Sample.Flags);
    }

    [Fact]
    public async Task Copies_of_a_reading_that_differ_in_marks_alone_are_one_with_the_marks_of_all_in_any_order()
    {
        SampleFlags[] marks = [SampleFlags.OverRange | SampleFlags.Late, SampleFlags.Bad, SampleFlags.Uncertain | SampleFlags.Late];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        for (int channel = 0; channel < orders.Length; channel++)
        {
            int[] order = orders[channel];
            await Store.AppendAsync(new[] { At(channel + 1, 0, 4, 7, marks[order[0]]), At(channel + 1, 0, 4, 7, marks[order[1]]) }, (2 * channel) + 1, None);
            await Store.FlushAsync(None);
            await Store.AppendAsync(new[] { At(channel + 1, 0, 4, 7, marks[order[2]]) }, (2 * channel) + 2, None);
            ChannelSample one = Assert.Single(await ReadAsync(channel + 1, Window(0, 1)));
            Assert.Equal((4, SampleFlags.OverRange | SampleFlags.Uncertain), (one.Sample.Value, one.Sample.Flags));
        }
    }

    [Fact]
    public async Task Another_value_for_the_same_instant_and_sequence_is_kept_and_both_are_flagged()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1, 7) }, 1, None);
        await Store.FlushAsync(None);
        await Store.AppendAsync(new[] { At(1, 0, 2, 7), At(1, 1, 5, 8) }, 2, None);
        List<ChannelSample> rows = await ReadAsync(1, Window(0, 10));
        Assert.Equal([1.0, 2.0, 5.0], rows.Select(s => s.Sample.Value));
        Assert.Equal([SampleFlags.Conflict, SampleFlags.Conflict, SampleFlags.None], rows.Select(s => s.Sample.Flags));
    }

    [Fact]
    public async Task Samples_of_one_instant_with_numbers_of_their_own_are_all_kept_in_their_order_and_conflict_with_nothing()
    {
        await Store.AppendAsync(new[] { At(1, 0, 5, 2), At(1, 0, 4, 1), At(1, 0, 5, 2) }, 1, None);
        await Store.AppendAsync(new[] { At(1, 0, 3, 0), At(1, 0, 9, ChannelSample.NoSequence) }, 2, None);
        List<ChannelSample> rows = await ReadAsync(1, Window(0, 1));
        Assert.Equal([9.0, 3.0, 4.0, 5.0], rows.Select(s => s.Sample.Value));
        Assert.All(rows, r => Assert.Equal(SampleFlags.None, r.Sample.Flags));
    }

    [Fact]
    public async Task A_conflict_redelivered_many_times_stays_the_same_two_samples()
    {
        for (int i = 1; i <= 4; i++)
        {
            await Store.AppendAsync(new[] { At(1, 0, 1, 7), At(1, 0, 2, 7) }, i, None);
            await ReopenAsync();
        }

        await Store.AppendAsync(new[] { At(1, 0, 1, 7), At(1, 0, 2, 7) }, 9, None);
        List<ChannelSample> rows = await ReadAsync(1, Window(0, 1));
        Assert.Equal([1.0, 2.0], rows.Select(s => s.Sample.Value));
        Assert.All(rows, r => Assert.Equal(SampleFlags.Conflict, r.Sample.Flags));
    }

    [Fact]
    public async Task A_value_that_is_no_number_never_costs_its_neighbours()
    {
        ChannelSample[] batch = [.. Enumerable.Range(0, 10).Select(i => At(1, i, i == 4 ? double.NaN : i, i))];
        await Store.AppendAsync(batch, 1, None);
        await Store.FlushAsync(None);
        Assert.Equal([0.0, 1, 2, 3, 5, 6, 7, 8, 9], (await ReadAsync(1, Window(0, 100))).Select(s => s.Sample.Value).Where(double.IsFinite));
    }

    [Fact]
    public async Task Extreme_values_numbers_and_instants_come_back_exactly()
    {
        double[] values = [double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 0.1 + 0.2, 1e20, -1e-20, 123_456_789.012_345_67, -0.0];
        ChannelSample[] samples = [.. values.Select((v, i) => At(1, i, v, long.MaxValue - i, (SampleFlags)(i % 2 == 0 ? 255 : 0)))];
        samples[0] = samples[0] with { Sample = samples[0].Sample with { Time = new Instant(-1) } };
        samples[1] = samples[1] with { Sample = samples[1].Sample with { Time = new Instant(1_764_057_600_123_457) } };
        await Store.AppendAsync(samples, 1, None);
        await Store.FlushAsync(None);
        List<ChannelSample> rows = await ReadAsync(1, new TimeRange(Instant.MinValue, Instant.MaxValue));
        Assert.Equal(samples.OrderBy(s => s.Sample.Time), rows);
    }

    [Fact]
    public async Task A_big_batch_of_many_channels_is_there_whole()
    {
        ChannelSample[] samples = [.. Enumerable.Range(0, 30_000).Select(i => At(i % 300, i / 300, i, i))];
        await Store.AppendAsync(samples, 1, None);
        await Store.FlushAsync(None);
        for (int channel = 0; channel < 300; channel += 99)
            Assert.Equal(samples.Where(s => s.ChannelId == channel), await ReadAsync(channel, Window(0, 1000)));
        Assert.Equal(300, (await Store.ReadLastAsync([.. Enumerable.Range(0, 301)], None)).Count);
    }

    [Fact]
    public async Task Samples_that_come_days_late_lie_where_they_belong()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1) }, 1, None);
        await Store.FlushAsync(None);
        await Store.AppendAsync(new[] { At(1, -3 * 86_400, 0.5), At(1, 86_400, 2) }, 2, None);
        await Store.FlushAsync(None);
        Assert.Equal([0.5, 1.0, 2.0], (await ReadAsync(1, new TimeRange(Instant.MinValue, Instant.MaxValue))).Select(s => s.Sample.Value));
    }

    [Fact]
    public async Task A_chart_keeps_the_peak_and_the_trough_of_every_slice_and_leaves_empty_slices_out()
    {
        var samples = new List<ChannelSample>();
        for (int i = 0; i < 1000; i++)
        {
            if (i is < 300 or >= 400)
                samples.Add(At(1, i, i == 555 ? 99 : i == 556 ? -99 : 1, i));
        }

        await Store.AppendAsync(samples.ToArray(), 1, None);
        await Store.FlushAsync(None);
        IReadOnlyList<ChartSlice> chart = await Store.ReadChartAsync(1, Window(0, 1000), 10, None);
        Assert.Equal(9, chart.Count);
        Assert.DoesNotContain(chart, s => s.Range.Start == Noon + TimeSpan.FromSeconds(300));
        ChartSlice peak = Assert.Single(chart, s => s.Range.Contains(Noon + TimeSpan.FromSeconds(555)));
        Assert.Equal((99.0, -99.0), (peak.First.Value, peak.Second.Value));
        Assert.Equal(900, chart.Sum(s => s.Samples));
    }

    [Fact]
    public async Task A_chart_tells_the_flags_of_all_samples_in_a_slice()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1), At(1, 1, 2, 1, SampleFlags.Uncertain), At(1, 2, 3, 2, SampleFlags.Late) }, 1, None);
        ChartSlice slice = Assert.Single(await Store.ReadChartAsync(1, Window(0, 10), 1, None));
        Assert.Equal(SampleFlags.Uncertain | SampleFlags.Late, slice.Flags);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_001)]
    public async Task A_chart_of_a_senseless_number_of_slices_is_refused(int slices) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ReadChartAsync(1, Window(0, 1), slices, None));

    [Fact]
    public async Task The_last_sample_is_the_newest_by_event_time_and_survives_a_restart()
    {
        await Store.AppendAsync(new[] { At(1, 5, 5), At(1, 3, 3), At(2, 1, 1) }, 1, None);
        await Store.FlushAsync(None);
        await ReopenAsync();
        IReadOnlyDictionary<int, LastSample> last = await Store.ReadLastAsync([1, 2, 3], None);
        Assert.Equal(5, last[1].Sample.Value);
        Assert.Equal(1, last[2].Sample.Value);
        Assert.False(last.ContainsKey(3));
    }

    [Fact]
    public async Task A_sample_from_the_future_is_the_newest_until_a_right_one_comes_and_a_back_log_never_is()
    {
        ChannelSample ahead = At(1, 72_000, 9, 1, SampleFlags.ClockDoubt) with { Received = Noon };
        await Store.AppendAsync(new[] { ahead }, 1, None);
        Assert.Equal(9, await NewestAsync());
        await Store.AppendAsync(new[] { At(1, 5, 5, 2) }, 2, None);
        Assert.Equal(5, await NewestAsync());
        await Store.AppendAsync(new[] { At(1, -3600, 90, 3) with { Received = Noon + TimeSpan.FromSeconds(10) } }, 3, None);
        Assert.Equal(5, await NewestAsync());
        await Store.FlushAsync(None);
        await ReopenAsync();
        Assert.Equal(5, await NewestAsync());

        // It comes again, as after a crash, and is still there once.
        await Store.AppendAsync(new[] { ahead, At(1, 6, 6, 4) }, 4, None);
        Assert.Equal(6, await NewestAsync());
        Assert.Equal([90.0, 5.0, 6.0, 9.0], (await ReadAsync(1, Window(-4000, 80_000))).Select(s => s.Sample.Value));
    }

    [Fact]
    public async Task Readers_see_every_sample_while_the_writer_flushes()
    {
        await Store.AppendAsync(Enumerable.Range(0, 500).Select(i => At(1, i, i, i)).ToArray(), 1, None);
        Task writing = Task.Run(async () =>
        {
            for (int round = 0; round < 30; round++)
            {
                await Store.AppendAsync(new[] { At(2, round, round, round) }, 2 + round, None);
                await Store.FlushAsync(None);
            }
        });
        do
        {
            Assert.Equal(500, (await ReadAsync(1, Window(0, 1000))).Count);
            Assert.Equal(500, (await Store.ReadChartAsync(1, Window(0, 1000), 50, None)).Sum(s => s.Samples));
        }
        while (!writing.IsCompleted);
        await writing;
    }

    private async Task<double> NewestAsync() => (await Store.ReadLastAsync([1], None))[1].Sample.Value;
}
