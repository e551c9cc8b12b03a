using K3Monitor.App.Evaluation;
using K3Monitor.Measurements;

namespace K3Monitor.App.Tests.Evaluation;

public sealed class LoggerFileTests
{
    private static readonly LoggerFormat Jakarta = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"));

    [Fact]
    public void A_wide_file_gives_a_series_for_each_known_column_in_canonical_units()
    {
        LoggerReading reading = LoggerFile.Read(
            "time,gas.h2s [ppb],heat.wbgt [°F],note\n2026-11-25T07:00:00+07:00,500,86,x\n2026-11-25T00:00:10Z,,86,y\n", "log.csv", new LoggerFormat());
        Assert.Equal(["log.csv:1: note: is not a known quantity; the column is left out"], reading.Refused);
        Assert.Equal([0.5], reading.Series.Single(s => s.Quantity.Id == "gas.h2s").Samples.Select(s => s.Value));
        LoggerSeries heat = reading.Series.Single(s => s.Quantity.Id == "heat.wbgt");
        Assert.All(heat.Samples, s => Assert.Equal(30, s.Value, 9));
        Assert.Equal(TimeSpan.FromSeconds(10), heat.Samples[1].Time - heat.Samples[0].Time);
    }

    [Fact]
    public void A_long_file_keeps_points_apart_and_takes_quality_words()
    {
        LoggerReading reading = LoggerFile.Read(
            "time;point;quantity;value;unit;quality\n1764057600000;A;gas.co;25;ppm;good\n1764057601000;A;gas.co;26;ppm;uncertain\n1764057600000;B;gas.co;1;ppm;\n", "log.csv", new LoggerFormat());
        Assert.Empty(reading.Refused);
        Assert.Equal(["A gas.co", "B gas.co"], reading.Series.Select(s => s.Name));
        Assert.Equal([SampleFlags.None, SampleFlags.Uncertain], reading.Series[0].Samples.Select(s => s.Flags));
    }

    [Fact]
    public void A_bad_line_is_refused_by_its_number_and_its_neighbours_stand()
    {
        LoggerReading reading = LoggerFile.Read(
            "time,gas.co\n2026-11-25 07:00,1\nyesterday,2\n2026-11-25 07:01,n/a\n2026-11-25 07:02,NaN\n2026-11-25 07:03,9e9\n\n2026-11-25 07:04,5\n", "log.csv", Jakarta);
        Assert.Equal([1.0, 5.0], reading.Series.Single().Samples.Select(s => s.Value));
        Assert.Equal(
            ["log.csv:3: time", "log.csv:4: gas.co", "log.csv:5: gas.co", "log.csv:6: gas.co"],
            reading.Refused.Where(r => !r.Contains(":7:", StringComparison.Ordinal)).Select(r => string.Join(':', r.Split(':')[..3])));
    }

    [Fact]
    public void A_time_without_a_zone_needs_one_to_be_given()
    {
        LoggerReading reading = LoggerFile.Read("time,gas.co\n2026-11-25 07:00,1\n", "log.csv", new LoggerFormat());
        Assert.Empty(reading.Series);
        Assert.Contains("--zone", Assert.Single(reading.Refused), StringComparison.Ordinal);
        Assert.Equal("2026-11-25T00:00:00Z", LoggerFile.Read("time,gas.co\n2026-11-25 07:00,1\n", "log.csv", Jakarta).Series.Single().Samples.Single().Time.ToString());
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1999-12-31 23:59")]
    public void A_time_at_which_nothing_was_measured_is_refused(string time)
    {
        LoggerReading reading = LoggerFile.Read($"time,gas.co\n{time},1\n", "log.csv", Jakarta);
        Assert.Empty(reading.Series);
        Assert.Contains("2000", Assert.Single(reading.Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_local_time_that_is_no_single_instant_is_refused()
    {
        var berlin = new LoggerFormat(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        LoggerReading reading = LoggerFile.Read("time,gas.co\n2026-03-29 02:30,1\n2026-10-25 02:30,1\n2026-10-25 04:30,1\n", "log.csv", berlin);
        Assert.Equal(2, reading.Refused.Count);
        Assert.Single(reading.Series.Single().Samples);
    }

    [Fact]
    public void Mass_of_a_gas_needs_temperature_and_pressure()
    {
        const string text = "time,gas.co [mg/m³]\n2026-11-25T07:00:00Z,29\n";
        Assert.Contains("temperature and pressure", Assert.Single(LoggerFile.Read(text, "log.csv", new LoggerFormat()).Refused), StringComparison.Ordinal);
        Sample sample = LoggerFile.Read(text, "log.csv", new LoggerFormat(Gas: GasConditions.Ambient25)).Series.Single().Samples.Single();
        Assert.InRange(sample.Value, 25.2, 25.4);
    }

    [Fact]
    public void A_decimal_comma_is_read_only_when_told()
    {
        const string text = "time;gas.co\n2026-11-25T07:00:00Z;1,5\n";
        Assert.Equal(1.5, LoggerFile.Read(text, "log.csv", new LoggerFormat(DecimalComma: true)).Series.Single().Samples.Single().Value);
        Assert.Single(LoggerFile.Read(text, "log.csv", new LoggerFormat()).Refused);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "'time'")]
    [InlineData("time,b\n1,2\n", "known quantity")]
    [InlineData("", "'time'")]
    [InlineData("time,gas.co,gas.co\n1,2,3\n", "'gas.co'")]
    public void A_file_without_time_or_quantity_is_refused_whole(string text, string told) =>
        Assert.Contains(told, Assert.Throws<InvalidDataException>(() => LoggerFile.Read(text, "log.csv", Jakarta)).Message, StringComparison.Ordinal);
}
