using K3Monitor.Inspection.Retention.Planning;

namespace K3Monitor.Inspection.Tests.Retention;

public sealed class DiskForecastTests
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Too_few_days_tell_nothing_and_say_how_many_there_are(int days) =>
        Assert.Equal(new DiskForecast(days, null, null), DiskForecast.From(Days([.. Enumerable.Range(0, days).Select(d => 1000 - d)])));

    [Fact]
    public void A_disk_that_fills_steadily_is_full_when_nothing_is_left() =>
        Assert.Equal(new DiskForecast(11, 10, First.AddDays(100)), DiskForecast.From(Days([.. Enumerable.Range(0, 11).Select(d => 1000L - (10 * d))])));

    [Fact]
    public void A_day_with_something_large_on_the_disk_does_not_turn_it() =>
        Assert.Equal(new DiskForecast(11, 10, First.AddDays(100)), DiskForecast.From(Days([.. Enumerable.Range(0, 11).Select(d => d == 5 ? 100L : 1000L - (10 * d))])));

    [Fact]
    public void A_disk_that_does_not_fill_is_never_full() => Assert.Null(DiskForecast.From(Days([100, 100, 120, 130])).Full);

    [Fact]
    public void Readings_of_a_disk_of_another_size_do_not_count() =>
        Assert.Equal(2, DiskForecast.From([new(First, new(5, 10)), new(First.AddDays(1), new(4, 10)), new(First.AddDays(2), new(90, 100)), new(First.AddDays(3), new(80, 100))]).Days);

    private static IEnumerable<DiskDay> Days(IReadOnlyList<long> free) => free.Select((f, i) => new DiskDay(First.AddDays(i), new DiskSpace(f, 5000)));
}
