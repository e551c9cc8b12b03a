using CsCheck;
using K3Monitor.Measurements;

namespace K3Monitor.Measurements.Tests;

public sealed class InstantTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(1_764_057_600_123_000, "2025-11-25T08:00:00.123Z")]
    [InlineData(1_764_057_600_123_456, "2025-11-25T08:00:00.123456Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999Z")]
    [InlineData(-1_000_000, "1969-12-31T23:59:59Z")]
    public void An_instant_is_written_in_utc_with_the_digits_it_needs(long microseconds, string text) =>
        Assert.Equal(text, new Instant(microseconds).ToString());

    [Fact]
    public void The_ends_of_time_can_be_written()
    {
        Assert.StartsWith("0001-01-01", Instant.MinValue.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("9999-12-31", Instant.MaxValue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_changes_nothing_about_the_instant() => Assert.Equal(
        Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero)),
        Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 15, 0, 0, TimeSpan.FromHours(7))));

    [Fact]
    public void Below_a_microsecond_is_cut_towards_the_past_on_both_sides_of_the_epoch()
    {
        Assert.Equal(0, Instant.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddTicks(9)).UnixMicroseconds);
        Assert.Equal(-1, Instant.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddTicks(-1)).UnixMicroseconds);
    }

    [Fact]
    public void Date_and_time_come_back() => Gen.Long[-62_000_000_000_000_000, 250_000_000_000_000_000].Sample(us =>
        Assert.Equal(new Instant(us), Instant.FromDateTimeOffset(new Instant(us).ToDateTimeOffset())));

    [Fact]
    public void Order_and_difference_agree() => Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[-1_000_000_000, 1_000_000_000]).Sample((a, b) =>
    {
        var (first, second) = (new Instant(a), new Instant(b));
        Assert.Equal(a < b, first < second);
        Assert.Equal(first, second + (first - second));
        Assert.Equal(Instant.Min(first, second), first <= second ? first : second);
        Assert.Equal(Instant.Max(first, second), first >= second ? first : second);
    });

    [Fact]
    public void An_epoch_too_large_to_hold_is_refused() => Assert.Throws<OverflowException>(() => Instant.FromUnixMilliseconds(long.MaxValue));

    [Fact]
    public void A_window_holds_its_start_and_not_its_end()
    {
        var range = new TimeRange(new Instant(10), new Instant(20));
        Assert.True(range.Contains(new Instant(10)));
        Assert.False(range.Contains(new Instant(20)));
        Assert.True(range.Intersect(new TimeRange(new Instant(20), new Instant(30))).IsEmpty);
        Assert.Equal(new TimeRange(new Instant(15), new Instant(20)), range.Intersect(new TimeRange(new Instant(15), new Instant(30))));
        Assert.Equal(TimeSpan.Zero, new TimeRange(new Instant(20), new Instant(10)).Duration);
    }

    [Theory]
    [InlineData(SampleFlags.None, true, true)]
    [InlineData(SampleFlags.Late, true, true)]
    [InlineData(SampleFlags.TimeOfReceipt, true, true)]
    [InlineData(SampleFlags.Uncertain, true, false)]
    [InlineData(SampleFlags.OverRange, true, false)]
    [InlineData(SampleFlags.UnderRange, true, false)]
    [InlineData(SampleFlags.CalibrationLapsed, true, false)]
    [InlineData(SampleFlags.Bad, false, false)]
    [InlineData(SampleFlags.Bad | SampleFlags.Late, false, false)]
    public void A_doubtful_sample_counts_but_proves_no_safety(SampleFlags flags, bool counts, bool proves) =>
        Assert.Equal((counts, proves), (flags.Counts(), flags.ProvesSafety()));
}
