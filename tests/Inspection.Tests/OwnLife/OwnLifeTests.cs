using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.OwnLife;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.OwnLife;

/// <summary>The ledger outlives the process that wrote it, and reads the same afterwards.</summary>
public sealed class OwnLifeTests : IAsyncLifetime
{
    private Plant plant = null!;

    public async ValueTask InitializeAsync() => plant = await Plant.OpenAsync();

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task Each_start_tells_from_when_on_nobody_had_listened_and_why()
    {
        await NewProcess().BeginAsync(At(0), CancellationToken.None);
        IOwnLife second = NewProcess();
        await second.BeginAsync(At(10), CancellationToken.None);
        await second.AliveAsync(At(20), stopped: false, CancellationToken.None);
        IOwnLife third = NewProcess();
        await third.BeginAsync(At(60), CancellationToken.None);
        await third.AliveAsync(At(70), stopped: true, CancellationToken.None);
        OwnOutages known = await NewProcess().BeginAsync(At(90), CancellationToken.None);
        Assert.Equal(
            [(Instant.MinValue, At(0), OutageCause.BeforeFirstStart), (At(0), At(11), OutageCause.Died), (At(20), At(61), OutageCause.Died), (At(70), At(91), OutageCause.Stopped)],
            known.Outages.Select(o => (o.Range.Start, o.Range.End, o.Cause)));
    }

    [Fact]
    public async Task An_outage_of_a_running_process_is_known_at_once_and_the_same_after_the_next_start()
    {
        IOwnLife life = NewProcess();
        await life.BeginAsync(At(0), CancellationToken.None);
        OwnOutages now = life.Missed(new OwnOutage(new TimeRange(At(5), At(30)), OutageCause.JournalFault));
        Assert.Equal([At(0), At(31)], now.Times.Ranges.Select(r => r.End));
        life.Missed(new OwnOutage(new TimeRange(At(31), At(40)), OutageCause.JournalFault));
        await life.AliveAsync(At(40), stopped: true, CancellationToken.None);
        OwnOutages next = await NewProcess().BeginAsync(At(40), CancellationToken.None);
        Assert.Equal(new TimeRange(At(5), At(41)), next.Outages.Single(o => o.Cause == OutageCause.JournalFault).Range);
        Assert.Equal((await life.ReadAsync(CancellationToken.None)).Times.Ranges, next.Times.Ranges);
    }

    [Fact]
    public async Task A_fault_that_comes_and_goes_while_the_database_is_away_is_one_outage_in_memory_and_afterwards()
    {
        IOwnLife life = NewProcess();
        await life.BeginAsync(At(0), CancellationToken.None);
        using var away = new CancellationTokenSource();
        await away.CancelAsync();
        OwnOutages now = OwnOutages.None;
        for (int i = 0; i < 60; i++)
        {
            // With the minute in which devices find their way back, 5 s apart.
            Instant begin = At(5) + TimeSpan.FromSeconds(70 * i);
            now = life.Missed(new OwnOutage(new TimeRange(begin, begin + TimeSpan.FromSeconds(5)), OutageCause.JournalFault));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => life.AliveAsync(begin, stopped: false, away.Token));
        }

        Instant end = At(5) + TimeSpan.FromSeconds(70 * 59 + 65);
        Assert.Equal([new TimeRange(At(5), end)], now.Outages.Where(o => o.Cause == OutageCause.JournalFault).Select(o => o.Range));
        life.SetBack(At(30));
        await life.AliveAsync(At(30), stopped: true, CancellationToken.None);
        OwnOutages next = await NewProcess().BeginAsync(At(30), CancellationToken.None);
        Assert.Equal(new TimeRange(At(5), At(30)), next.Outages.Single(o => o.Cause == OutageCause.JournalFault).Range);
    }

    [Fact]
    public async Task A_clock_that_was_years_ahead_does_not_make_the_years_to_come_an_outage()
    {
        IOwnLife life = NewProcess();
        await life.BeginAsync(At(0), CancellationToken.None);
        life.Missed(new OwnOutage(new TimeRange(At(5), At(5_000_000)), OutageCause.ClockSet));
        await life.AliveAsync(At(5_000_000), stopped: false, CancellationToken.None);
        OwnOutages next = await NewProcess().BeginAsync(At(8), CancellationToken.None);
        Assert.Equal(new TimeRange(At(5), At(8)), next.Outages[^1].Range);
        life.Missed(new OwnOutage(new TimeRange(At(9), At(900)), OutageCause.ClockSet));
        Assert.Equal(At(10), life.SetBack(At(10)).Times.Ranges[^1].End);
    }

    private static Instant At(int minutes) => Some.Shift + TimeSpan.FromMinutes(minutes);

    private StoredOwnLife NewProcess() => new(plant.Get<IDbContextFactory<K3Context>>(), plant.Get<RelationalWriter>(), plant.Get<RetentionRules>(), plant.Clock);
}
