using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.OwnLife;
using K3Monitor.Ingest.Tests.JournalTests;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational.OwnLife;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Ingest.Tests.OwnLife;

/// <summary>Whatever keeps the product from receiving is known as its own before any later time is told to the lanes.</summary>
public sealed class HeartbeatTests : IAsyncLifetime
{
    private readonly SteppedClock clock = new(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));
    private readonly FakeTimeProvider journalClock = new();
    private readonly MemoryFiles files = new();
    private readonly LifeInMemory life = new();
    private readonly IngestMeasures measures = new();
    private readonly HealthBoard health = new();
    private Journal.Journal journal = null!;
    private Heartbeat heartbeat = null!;
    private Instant begin;

    public async ValueTask InitializeAsync()
    {
        journal = files.Open(journalClock);
        heartbeat = new Heartbeat(new ConsumerTools(journal, measures, health, clock, new WallClock(clock)), life, NullLogger<Heartbeat>.Instance);
        begin = Instant.Now(clock);
        await heartbeat.BeginAsync(begin, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await journal.DisposeAsync();
        measures.Dispose();
    }

    [Fact]
    public async Task While_all_is_well_there_is_a_sign_of_life_every_10_s_and_no_outage()
    {
        for (int i = 0; i < 60; i++)
            Seconds(1);
        Assert.Equal(6, life.Beats.Count);
        Assert.Equal(After(60), heartbeat.Until);
        Assert.Empty(heartbeat.Outages.Outages);
        await heartbeat.EndAsync(CancellationToken.None);
        Assert.Equal((After(60), true), life.Beats[^1]);
    }

    [Fact]
    public void A_standstill_is_ours_and_until_it_is_known_nothing_is_sure()
    {
        Seconds(1);
        clock.Run(TimeSpan.FromMinutes(20));
        Assert.Equal(After(1), heartbeat.Until);
        Task sure = heartbeat.SureAsync(CancellationToken.None);
        Assert.False(sure.IsCompleted);
        Wake();
        OwnOutage outage = Assert.Single(heartbeat.Outages.Outages);
        Assert.Equal((new TimeRange(After(1), After(1201)), OutageCause.Paused), (outage.Range, outage.Cause));
        Assert.Equal(After(1201), heartbeat.Until);
        Assert.True(heartbeat.SureAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_full_disk_is_ours_from_the_last_good_moment_until_there_is_room()
    {
        await journal.AppendEach("kept");
        Seconds(1);
        files.Capacity = files[files.LastSegment].Length + 25;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendEach("does not fit"));
        await journal.WaitForState(faulted: true);
        for (int i = 0; i < 100; i++)
            Seconds(10);
        Assert.Equal(After(1), heartbeat.Until);
        files.Capacity = long.MaxValue;
        journalClock.Advance(TimeSpan.FromSeconds(1));
        await journal.WaitForState(faulted: false);
        Assert.False(heartbeat.SureAsync(CancellationToken.None).IsCompleted);
        Seconds(1);
        OwnOutage outage = Assert.Single(heartbeat.Outages.Outages);
        Assert.Equal((new TimeRange(After(1), After(1002)), OutageCause.JournalFault), (outage.Range, outage.Cause));
    }

    [Fact]
    public void A_clock_that_is_set_forward_leaves_an_outage_and_set_back_takes_it_away()
    {
        Seconds(1);
        clock.Set(TimeSpan.FromHours(1));
        Seconds(1);
        OwnOutage outage = Assert.Single(heartbeat.Outages.Outages);
        Assert.Equal((new TimeRange(After(1), After(3602)), OutageCause.ClockSet), (outage.Range, outage.Cause));
        clock.Set(TimeSpan.FromHours(-2));
        Seconds(1);
        Assert.Empty(heartbeat.Outages.Outages);
        Assert.Equal(Instant.Now(clock), heartbeat.Until);
    }

    [Fact]
    public void A_sign_of_life_that_cannot_be_written_is_shown_and_holds_up_nothing()
    {
        life.Broken = new IOException("disk full");
        Seconds(10);
        Assert.Equal(PartCondition.Degraded, health.Parts.Single(p => p.Part == "life").Condition);
        Assert.Equal(After(10), heartbeat.Until);
        life.Broken = null;
        Seconds(1);
        Assert.Equal(PartCondition.Healthy, health.Parts.Single(p => p.Part == "life").Condition);
        Assert.Equal(After(11), life.Beats[^1].At);
    }

    private Instant After(int seconds) => begin + TimeSpan.FromSeconds(seconds);

    private void Seconds(int seconds)
    {
        clock.Run(TimeSpan.FromSeconds(seconds));
        Wake();
    }

    private void Wake() => heartbeat.Wake(CancellationToken.None);
}
