using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational.OwnLife;

namespace K3Monitor.Inspection.Tests.Evidence;

public sealed class EvidenceTests : IAsyncLifetime
{
    private static readonly TimeRange TenMinutes = new(Some.Shift, Some.Shift + TimeSpan.FromMinutes(10));
    private Plant plant = null!;
    private int point;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        point = plant.Point("tangki-1-h2s");
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Theory]
    [InlineData(20)]
    [InlineData(600)]
    public async Task A_chart_keeps_the_peak_and_shows_exactly_where_data_is_missing(int slices)
    {
        await FillAsync(Enumerable.Range(0, 600).Where(s => s is < 100 or >= 200), s => s == 333 ? 48 : 1);
        PointChart chart = (await plant.Get<IEvidence>().ChartAsync(Plant.Inspector, point, TenMinutes, slices, CancellationToken.None))!;
        Assert.Equal(("ppm", "Asia/Jakarta"), (chart.Unit, chart.ZoneId));
        Assert.Contains(chart.Slices, s => s.First.Value == 48 || s.Second.Value == 48);
        Assert.Equal([new Gap(new TimeRange(At(102), At(200)), GapCause.Site)], chart.Gaps);
    }

    [Fact]
    public async Task A_point_that_never_reported_is_one_gap_and_the_future_is_none()
    {
        plant.Clock.AdjustTime(At(60).ToDateTimeOffset());
        PointChart chart = (await plant.Get<IEvidence>().ChartAsync(Plant.Inspector, point, TenMinutes, 50, CancellationToken.None))!;
        Assert.Empty(chart.Slices);
        Assert.Equal([new Gap(new TimeRange(At(0), At(60)), GapCause.Site)], chart.Gaps);
    }

    [Fact]
    public async Task A_sample_marked_bad_is_a_gap_and_the_sample_before_the_window_stands_into_it()
    {
        await FillAsync(Enumerable.Range(-5, 5).Concat(Enumerable.Range(2, 598)), _ => 1, s => s is >= 300 and < 310 ? SampleFlags.Bad : SampleFlags.None);
        PointChart chart = (await plant.Get<IEvidence>().ChartAsync(Plant.Inspector, point, TenMinutes, 20, CancellationToken.None))!;
        Assert.Equal([new Gap(new TimeRange(At(302), At(310)), GapCause.Site)], chart.Gaps);
    }

    [Fact]
    public async Task A_gap_names_its_cause_as_far_as_others_of_the_site_tell_it_and_ours_is_cut_out_of_it()
    {
        await FillAsync(Enumerable.Range(0, 600).Where(s => s is < 100 or >= 400), _ => 1);
        await AppendAsync("tk-gas-01", "co", Enumerable.Range(100, 50));
        await AppendAsync("tk-gas-02", "h2s", Enumerable.Range(200, 50));
        IOwnLife life = plant.Get<IOwnLife>();
        life.Missed(new OwnOutage(new TimeRange(At(160), At(120)), OutageCause.JournalFault));
        life.Missed(new OwnOutage(new TimeRange(At(300), At(250)), OutageCause.Paused));
        PointChart chart = (await plant.Get<IEvidence>().ChartAsync(Plant.Inspector, point, TenMinutes, 600, CancellationToken.None))!;
        Assert.Equal(
            [
                new Gap(new TimeRange(At(102), At(160)), GapCause.Sensor), new Gap(new TimeRange(At(160), At(180)), GapCause.Own),
                new Gap(new TimeRange(At(180), At(300)), GapCause.Path), new Gap(new TimeRange(At(300), At(310)), GapCause.Own),
                new Gap(new TimeRange(At(310), At(400)), GapCause.Site),
            ],
            chart.Gaps);
    }

    [Fact]
    public async Task Samples_come_raw_in_order_of_time_within_the_window()
    {
        await FillAsync(Enumerable.Range(-10, 620), s => Math.Abs(s));
        var samples = new List<Sample>();
        await foreach (Sample sample in plant.Get<IEvidence>().SamplesAsync(Plant.Inspector, point, TenMinutes, CancellationToken.None))
            samples.Add(sample);
        Assert.Equal(Enumerable.Range(0, 600).Select(s => new Sample(At(s), s)), samples);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5001)]
    public async Task An_impossible_number_of_slices_is_refused(int slices) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        () => plant.Get<IEvidence>().ChartAsync(Plant.Inspector, point, TenMinutes, slices, CancellationToken.None));

    private static Instant At(int second) => Some.Shift + TimeSpan.FromSeconds(second);

    private long appended = 1;

    private ValueTask AppendAsync(string device, string name, IEnumerable<int> seconds)
    {
        int channel = plant.Channel(device, name);
        ChannelSample[] samples = [.. seconds.Select(s => new ChannelSample(channel, new Sample(At(s), 1), s, At(s)))];
        return plant.Telemetry.AppendAsync(samples, ++appended, CancellationToken.None);
    }

    private async Task FillAsync(IEnumerable<int> seconds, Func<int, double> value, Func<int, SampleFlags>? flags = null)
    {
        int channel = plant.Channel("tk-gas-01", "h2s");
        ChannelSample[] samples = [.. seconds.Select(s => new ChannelSample(channel, new Sample(At(s), value(s), flags?.Invoke(s) ?? SampleFlags.None), s + 100, At(s)))];
        await plant.Telemetry.AppendAsync(samples, 1, CancellationToken.None);
    }
}
