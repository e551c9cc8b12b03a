using K3Monitor.FirmwareSim.Running;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class AcceleratedTimeProviderTests
{
    private static readonly DateTimeOffset Origin = new(2026, 11, 25, 6, 45, 0, TimeSpan.FromHours(7));
    private readonly FakeTimeProvider _real = new();

    [Fact]
    public void A_minute_passes_in_a_second_at_60()
    {
        var clock = new AcceleratedTimeProvider(Origin, 60, _real);
        Assert.Equal(Origin, clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Origin.AddMinutes(1), clock.GetUtcNow());
    }

    [Fact]
    public void Time_stamps_run_at_the_same_rate()
    {
        var clock = new AcceleratedTimeProvider(Origin, 60, _real);
        long before = clock.GetTimestamp();
        _real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromMinutes(2), clock.GetElapsedTime(before));
    }

    [Fact]
    public void A_timer_fires_at_its_moment_of_this_clock_and_not_before()
    {
        var clock = new AcceleratedTimeProvider(Origin, 60, _real);
        int fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        _real.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, fired);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, fired);
        _real.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(3, fired);
        timer.Change(TimeSpan.FromMinutes(3), Timeout.InfiniteTimeSpan);
        _real.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(3, fired);
        _real.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(4, fired);
    }

    [Fact]
    public async Task A_delay_is_never_short()
    {
        var clock = new AcceleratedTimeProvider(Origin, 7, _real);
        var delay = Task.Delay(TimeSpan.FromMilliseconds(10), clock, TestContext.Current.CancellationToken);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(delay.IsCompleted);
        _real.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
        Assert.True(clock.GetUtcNow() >= Origin.AddMilliseconds(10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_factor_is_refused(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AcceleratedTimeProvider(Origin, factor, _real));

    [Fact]
    public void Many_threads_never_see_it_go_back()
    {
        var clock = new AcceleratedTimeProvider(Origin, 1000);
        Parallel.For(0, 4, _ =>
        {
            var last = clock.GetUtcNow();
            for (int i = 0; i < 10_000; i++)
            {
                var now = clock.GetUtcNow();
                Assert.True(now >= last);
                last = now;
            }
        });
    }
}
