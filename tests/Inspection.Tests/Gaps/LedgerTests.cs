using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Gaps;
using K3Monitor.Store.Relational.OwnLife;

namespace K3Monitor.Inspection.Tests.Gaps;

public sealed class LedgerTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly Day = new(2026, 11, 24);

    /// <summary>Midnight in Jakarta, with which the day begins.</summary>
    private static readonly Instant Midnight = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.FromHours(7)));

    private Plant plant = null!;
    private IGapKeeping keeping = null!;
    private int site;
    private long position;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        keeping = plant.Get<IGapKeeping>();
        await using K3Context context = plant.Context();
        site = context.Sites.Single().Id;
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task A_numbered_day_tells_what_was_lost_on_the_way_by_the_sensor_and_by_ourselves_over_wraps_of_the_numbers()
    {
        List<int> minutes = [.. Enumerable.Range(0, 1440).Where(m => m is < 600 or > 609)];
        await SendAsync("tk-gas-01", "co", minutes, m => (250 + m) % 256);
        await SendAsync("tk-gas-01", "h2s", minutes.Where(m => m is < 700 or > 719), m => (250 + m) % 256);
        plant.Get<IOwnLife>().Missed(new OwnOutage(new TimeRange(At(604.5), At(609)), OutageCause.Paused));
        await CountAsync();

        ChannelGaps h2s = await RowAsync("tk-gas-01", "h2s", Day);
        Assert.Equal((GapBasis.Numbers, 1440L, 1410L, true, 6, 0), (h2s.Basis, h2s.Expected, h2s.Received, h2s.Closed, h2s.Wraps, h2s.Restarts));
        Assert.Equal(new NeverCame(20, 5, 5, 0), h2s.Never);
        Assert.Equal(new NeverCame(0, 5, 5, 0), (await RowAsync("tk-gas-01", "co", Day)).Never);
    }

    [Fact]
    public async Task Numbering_that_begins_anew_is_no_loss_and_a_channel_in_every_third_message_loses_its_share()
    {
        await SendAsync("tk-gas-01", "co", Enumerable.Range(0, 150).Where(m => m is < 40 or > 48), m => m < 100 ? m : m - 100);
        await SendAsync("tk-gas-01", "o2", Enumerable.Range(0, 150).Where(m => m % 3 == 0 && m is < 40 or > 48), m => m < 100 ? m : m - 100);
        await CountAsync();

        ChannelGaps co = await RowAsync("tk-gas-01", "co", Day);
        Assert.Equal((GapBasis.Numbers, 150L, 141L, 1), (co.Basis, co.Expected, co.Received, co.Restarts));
        ChannelGaps every = await RowAsync("tk-gas-01", "o2", Day);
        Assert.Equal((GapBasis.ShareOfNumbers, true), (every.Basis, every.Estimated));
        Assert.Equal(Math.Round(9.0 * every.Received / 141), every.Never!.Total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hole_over_midnight_lies_in_both_days_and_what_comes_late_moves_on_its_own_day_in_whatever_order_they_are_counted(bool reversed)
    {
        // 31 to 90 never came: 29 of them would have been measured before midnight, 31 after it.
        DateOnly next = Day.AddDays(1);
        await SendAsync("tk-gas-02", "co", Enumerable.Range(1380, 31).Concat(Enumerable.Range(1471, 30)), m => m - 1380);
        await CountAsync(reversed);
        Assert.Equal((29, 31), (await NeverAsync(Day), await NeverAsync(next)));

        await SendAsync("tk-gas-02", "co", Enumerable.Range(1420, 10), m => m - 1380, SampleFlags.Late);
        await CountAsync(reversed);
        Assert.Equal((19, 31), (await NeverAsync(Day), await NeverAsync(next)));
        Assert.Equal((10, 0), ((await RowAsync("tk-gas-02", "co", Day)).Late, (await RowAsync("tk-gas-02", "co", next)).Late));

        // The last number of the day shows that what lay before it on the next day is less.
        await SendAsync("tk-gas-02", "co", [1439, 1450], m => m - 1380, SampleFlags.Late);
        await CountAsync(reversed);
        Assert.Equal((18, 30), (await NeverAsync(Day), await NeverAsync(next)));

        async Task<long> NeverAsync(DateOnly day) => (await RowAsync("tk-gas-02", "co", day)).Never!.Total;
    }

    [Fact]
    public async Task What_arrived_is_noted_once_however_often_it_is_and_copies_are_what_the_store_did_not_keep()
    {
        await SendAsync("tk-gas-01", "co", Enumerable.Range(0, 10), m => m);
        int channel = plant.Channel("tk-gas-01", "co");
        var again = new Dictionary<ChannelDay, long> { [Key("tk-gas-01", channel)] = 3 };
        await keeping.NoteAsync(again, position + 100, None);
        await keeping.NoteAsync(again, position + 100, None);
        await keeping.NoteAsync(again, position + 50, None);
        await CountAsync();
        Assert.Equal(3, (await RowAsync("tk-gas-01", "co", Day)).Duplicates);

        // Another journal, restored from a backup, ends before what was noted: it is followed from its end.
        Assert.Equal(position + 100, await keeping.BeginAsync(long.MaxValue, None));
        Assert.Equal(position + 20, await keeping.BeginAsync(position + 20, None));
        await keeping.NoteAsync(again, position + 30, None);
        await CountAsync();
        Assert.Equal(6, (await RowAsync("tk-gas-01", "co", Day)).Duplicates);
    }

    [Fact]
    public async Task A_channel_that_says_nothing_is_expected_by_its_interval_and_nobody_else_sees_it()
    {
        await CountAsync();
        DateOnly today = Day.AddDays(1);
        ChannelGaps silent = await RowAsync("fd-heat-01", "wbgt", today);
        Assert.Equal((GapBasis.DeclaredInterval, 0L, TimeSpan.FromSeconds(10), false), (silent.Basis, silent.Received, silent.Interval, silent.Closed));
        Assert.InRange(silent.Expected!.Value, 1, 8640);
        Assert.Equal(new NeverCame(0, silent.Expected.Value, 0, 0), silent.Never);
        Assert.InRange(silent.Silent!.Value, TimeSpan.FromSeconds((silent.Expected.Value - 5) * 10), TimeSpan.FromSeconds((silent.Expected.Value + 5) * 10));

        plant.Clock.Advance(TimeSpan.FromDays(1));
        await CountAsync();
        Assert.True((await RowAsync("fd-heat-01", "wbgt", today)).Closed);

        IGaps gaps = plant.Get<IGaps>();
        int point = plant.Point("tungku-1-isbb");
        Assert.NotEmpty((await gaps.OfPointAsync(Plant.Inspector, point, today, today, new PageRequest(), None))!.Items);
        Assert.Null(await gaps.OfPointAsync(Plant.OtherProvince, point, today, today, new PageRequest(), None));
        Assert.Null(await gaps.OfSiteAsync(Plant.OtherCompany, site, today, today, new PageRequest(), None));
        Assert.Null(await gaps.TodayAsync(Plant.OtherProvince, site, None));
    }

    [Fact]
    public async Task Without_numbers_holes_are_estimated_and_a_neighbour_that_was_heard_tells_whose_they_are()
    {
        // Of a sample each minute where one each second is declared, 59 of 60 are missing; of another channel none.
        await SendAsync("tk-gas-01", "lel", Enumerable.Range(0, 600), _ => ChannelSample.NoSequence);
        await SendAsync("tk-gas-01", "co", [5, 6], _ => ChannelSample.NoSequence);
        await CountAsync();
        ChannelGaps lel = await RowAsync("tk-gas-01", "lel", Day);
        Assert.Equal((GapBasis.DeclaredInterval, 600L, 600L), (lel.Basis, lel.Received, lel.Unnumbered));
        Assert.InRange(lel.Expected!.Value, 86_390, 86_400);
        Assert.True((await RowAsync("tk-gas-01", "co", Day)).Never!.Sensor > 30_000);
    }

    private static Instant At(double minute) => Midnight + TimeSpan.FromMinutes(minute);

    private static ChannelDay KeyOf(int site, int device, int channel, int minute) => new(site, device, channel, Day.AddDays(minute / 1440));

    private ChannelDay Key(string device, int channel) => KeyOf(site, Device(device), channel, 0);

    private int Device(string key)
    {
        using K3Context context = plant.Context();
        return context.Devices.Single(d => d.Key == key).Id;
    }

    private async Task SendAsync(string device, string name, IEnumerable<int> minutes, Func<int, long> number, SampleFlags flags = SampleFlags.None)
    {
        int channel = plant.Channel(device, name);
        int[] sent = [.. minutes];
        ChannelSample[] samples = [.. sent.Select(m => new ChannelSample(channel, new Sample(At(m), 1, flags), number(m), At(m)))];
        await plant.Telemetry.AppendAsync(samples, ++position, None);
        int id = Device(device);
        Assert.NotNull(await keeping.ZoneAsync(site, None));
        await keeping.NoteAsync(sent.GroupBy(m => KeyOf(site, id, channel, m)).ToDictionary(g => g.Key, g => (long)g.Count()), position, None);
    }

    /// <summary>Counts until nothing is due, with time for what a count makes due again.</summary>
    private async Task CountAsync(bool reversed = false)
    {
        plant.Clock.Advance(TimeSpan.FromMinutes(15));
        for (int round = 0; round < 6; round++)
        {
            plant.Clock.Advance(TimeSpan.FromMinutes(2));
            IReadOnlyList<DueDay> due = await keeping.DueAsync(None);
            if (due.Count == 0)
                return;
            foreach (DueDay day in reversed ? due.Reverse() : due)
                await keeping.CountAsync(day, None);
        }

        Assert.Fail("a day is due for ever");
    }

    private async Task<ChannelGaps> RowAsync(string device, string channel, DateOnly day)
    {
        IGaps gaps = plant.Get<IGaps>();
        int id = plant.Channel(device, channel);
        Page<ChannelGaps> page = (await gaps.OfSiteAsync(Plant.Inspector, site, day, day, new PageRequest(200), None))!;
        return page.Items.Single(r => r.ChannelId == id);
    }
}
