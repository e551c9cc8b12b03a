using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Tests.Evidence;

public sealed class DeviceNumbersTests
{
    [Fact]
    public void Numbers_that_never_came_are_counted_and_those_out_of_order_are_none()
    {
        DeviceNumbers count = Count(Numbers(10, 11, 12, 15, 14, 16, 20));
        Assert.Equal((11, 7, 4, 0, 0), (count.Expected, count.Received, count.Never, count.Restarts, count.Wraps));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void A_number_that_runs_over_goes_on_and_what_is_lost_over_it_is_counted(int bits)
    {
        long top = 1L << bits;
        DeviceNumbers count = Count(Numbers(top - 3, top - 2, 1, 2));
        Assert.Equal((6, 4, 2, 0, 1), (count.Expected, count.Received, count.Never, count.Restarts, count.Wraps));
    }

    [Fact]
    public void A_device_that_starts_anew_has_lost_nothing_by_it()
    {
        DeviceNumbers count = Count(Numbers(5000, 5001, 0, 1, 2));
        Assert.Equal((5, 5, 0, 1, 0), (count.Expected, count.Received, count.Never, count.Restarts, count.Wraps));
        Assert.Equal(0, Count(Numbers(5, 6, 4_000_000_000_000, 4_000_000_000_001)).Never);
    }

    [Fact]
    public void Over_several_runs_over_every_number_is_counted_once()
    {
        DeviceNumbers count = Count(Numbers([.. Enumerable.Range(0, 1000).Where(i => i % 10 != 3).Select(i => (long)(i % 256))]));
        Assert.Equal((1000, 900, 3, 0), (count.Expected, count.Received, count.Wraps, count.Restarts));
    }

    [Fact]
    public void What_is_late_conflicting_or_without_a_number_is_told_apart()
    {
        DeviceNumbers count = Count([(At(0), 1, SampleFlags.Late), (At(1), 2, SampleFlags.Conflict), (At(2), ChannelSample.NoSequence, SampleFlags.None)]);
        Assert.Equal((2, 1, 1, 1), (count.Received, count.Late, count.Conflicting, count.Unnumbered));
    }

    private static Instant At(int second) => Some.Shift + TimeSpan.FromSeconds(second);

    private static (Instant, long, SampleFlags)[] Numbers(params long[] numbers) => [.. numbers.Select((n, i) => (At(i), n, SampleFlags.None))];

    private static DeviceNumbers Count((Instant, long, SampleFlags)[] messages) => NumberCounting.Of(new TimeRange(At(0), At(60)), messages);
}
