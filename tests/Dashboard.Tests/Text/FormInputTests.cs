using System.Globalization;
using K3Monitor.Dashboard.Text;
using K3Monitor.Measurements;

namespace K3Monitor.Dashboard.Tests.Text;

public sealed class FormInputTests
{
    [Theory]
    [InlineData("id-ID", "1,8", 1.8)]
    [InlineData("id-ID", "1.234,5", 1234.5)]
    [InlineData("id-ID", " -0,25 ", -0.25)]
    [InlineData("en-GB", "1.8", 1.8)]
    [InlineData("en-GB", "1,234.5", 1234.5)]
    public void A_number_is_read_by_the_culture_of_the_page(string culture, string text, double expected)
    {
        Assert.True(FormInput.TryNumber(text, CultureInfo.GetCultureInfo(culture), out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("id-ID", "1.8")]
    [InlineData("id-ID", "12.34,5")]
    [InlineData("en-GB", "1,8")]
    [InlineData("en-GB", "NaN")]
    [InlineData("en-GB", "∞")]
    [InlineData("en-GB", "1e999")]
    [InlineData("id-ID", "")]
    [InlineData("id-ID", null)]
    [InlineData("id-ID", "delapan")]
    public void What_could_be_misread_by_a_factor_of_ten_is_refused(string culture, string? text) =>
        Assert.False(FormInput.TryNumber(text, CultureInfo.GetCultureInfo(culture), out _));

    [Theory]
    [InlineData("id-ID", "2026-11-24")]
    [InlineData("id-ID", "24/11/2026")]
    [InlineData("en-GB", "24/11/2026")]
    [InlineData("id-ID", "24 November 2026")]
    public void A_day_is_read_by_culture_or_as_a_date_field_sends_it(string culture, string text)
    {
        Assert.True(FormInput.TryDay(text, CultureInfo.GetCultureInfo(culture), out DateOnly day));
        Assert.Equal(new DateOnly(2026, 11, 24), day);
    }

    [Theory]
    [InlineData("Asia/Jakarta", "WIB", 17)]
    [InlineData("Asia/Makassar", "WITA", 16)]
    [InlineData("Asia/Jayapura", "WIT", 15)]
    [InlineData("Asia/Singapore", "SGT", 16)]
    public void A_local_day_starts_in_the_sites_zone(string zone, string label, int utcHour)
    {
        Instant start = SiteTime.StartOfDay(new DateOnly(2026, 11, 24), zone);

        Assert.Equal(new DateTimeOffset(2026, 11, 23, utcHour, 0, 0, TimeSpan.Zero), start.ToDateTimeOffset());
        Assert.Equal(label, SiteTime.Label(zone, start));
    }

    [Fact]
    public void A_zone_that_is_not_known_is_drawn_in_UTC_and_says_so() =>
        Assert.EndsWith("UTC+00:00", SiteTime.Minute(new Instant(0), "Mars/Olympus"), StringComparison.Ordinal);
}
