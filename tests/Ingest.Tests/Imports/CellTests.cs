using K3Monitor.Ingest.Imports.Cells;

namespace K3Monitor.Ingest.Tests.Imports;

/// <summary>Every rule by which a cell is understood.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("12", NumberSigns.Number)]
    [InlineData("-200", NumberSigns.Number)]
    [InlineData("1.5", NumberSigns.Number | NumberSigns.DecimalDot)]
    [InlineData("1,5", NumberSigns.Number | NumberSigns.DecimalComma)]
    [InlineData("0.123", NumberSigns.Number | NumberSigns.DecimalDot)]
    [InlineData("1.234", NumberSigns.Number | NumberSigns.EitherDot)]
    [InlineData("1,234", NumberSigns.Number | NumberSigns.EitherComma)]
    [InlineData("1234,567", NumberSigns.Number | NumberSigns.DecimalComma)]
    [InlineData("1,234.5", NumberSigns.Number | NumberSigns.DecimalDot | NumberSigns.ThousandsComma)]
    [InlineData("1.234,5", NumberSigns.Number | NumberSigns.DecimalComma | NumberSigns.ThousandsDot)]
    [InlineData("1,234,567", NumberSigns.Number | NumberSigns.ThousandsComma)]
    [InlineData("1 234,5", NumberSigns.Number | NumberSigns.ThousandsSpace | NumberSigns.DecimalComma)]
    [InlineData("1\u202F234", NumberSigns.Number | NumberSigns.ThousandsSpace)]
    [InlineData("1'234.5", NumberSigns.Number | NumberSigns.ThousandsApostrophe | NumberSigns.DecimalDot)]
    [InlineData("1.5e-3", NumberSigns.Number | NumberSigns.DecimalDot)]
    [InlineData("12,34,567", NumberSigns.None)]
    [InlineData("1.2.3", NumberSigns.None)]
    [InlineData("13,", NumberSigns.None)]
    [InlineData("Job-4", NumberSigns.None)]
    [InlineData("NaN", NumberSigns.None)]
    [InlineData("1e999", NumberSigns.None)]
    public void A_number_shows_how_it_is_written(string text, object signs) => Assert.Equal((NumberSigns)signs, CellNumber.Look(text));

    [Theory]
    [InlineData("1.234,5", ',', '.', 1234.5)]
    [InlineData("-1 234,50", ',', ' ', -1234.5)]
    [InlineData("\u22121,5", ',', '\0', -1.5)]
    [InlineData(".5", '.', '\0', 0.5)]
    [InlineData("1.5E+2", '.', '\0', 150.0)]
    [InlineData("1,234", '.', '\0', null)]
    [InlineData("12.34.567,0", ',', '.', null)]
    [InlineData("0x1F", '.', '\0', null)]
    public void A_number_is_read_only_as_it_is_declared_to_be_written(string text, char point, char group, double? expected) =>
        Assert.Equal(expected, CellNumber.Read(text, point, group, out double number) ? number : (double?)null);

    [Theory]
    [InlineData("10/03/2004 18.00.00", "dmy", "2004-03-10T18:00:00")]
    [InlineData("10/03/2004 18:00", "mdy", "2004-10-03T18:00:00")]
    [InlineData("2025-11-25T08:00:00.1234567", "ymd", "2025-11-25T08:00:00.1234567")]
    [InlineData("2025/1/5 8:05", "dmy", "2025-01-05T08:05:00")]
    [InlineData("5.1.2025 24:00", "dmy", "2025-01-06T00:00:00")]
    [InlineData("25-Nov-2025 11:59:59 PM", "dmy", "2025-11-25T23:59:59")]
    [InlineData("05 Mei 2025 12:00 am", "dmy", "2025-05-05T00:00:00")]
    [InlineData("25/11/25 08:00", "dmy", "2025-11-25T08:00:00")]
    [InlineData("25/11/25 08:00", "ymd", "2025-11-25T08:00:00")]
    [InlineData("31/02/2025 08:00", "dmy", null)]
    [InlineData("13/13/2025 08:00", "mdy", null)]
    [InlineData("10/03/2004 25:00", "dmy", null)]
    [InlineData("10/03/2004 24:01", "dmy", null)]
    public void A_date_and_time_is_read_in_its_order(string text, string order, string? expected) =>
        Assert.Equal(
            expected,
            CellTime.Read(text) is { Date: { } date, Clock: { } clock } && CellTime.Day(date, order) is { } day
                ? (day + clock).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture) : null);

    [Fact]
    public void Three_numbers_with_dots_are_a_time_of_day_unless_one_follows()
    {
        Assert.Equal(new TimeSpan(8, 12, 30), CellTime.Read("08.12.30")!.Value.Clock);
        Assert.Equal(new WrittenDate(8, 12, 30, false, true, false), CellTime.Read("08.12.30 07:00")!.Value.Date);
    }

    [Theory]
    [InlineData("18.00")]
    [InlineData("1234")]
    [InlineData("12-34")]
    [InlineData("192.168.1.10")]
    [InlineData("tank 4")]
    public void A_number_or_a_name_is_no_time(string text) => Assert.Null(CellTime.Read(text));

    [Theory]
    [InlineData("", CellKind.Missing, "")]
    [InlineData("---", CellKind.Missing, "---")]
    [InlineData("n/a", CellKind.Missing, "n/a")]
    [InlineData("NaN", CellKind.Missing, "NaN")]
    [InlineData("<LOD", CellKind.Below, "")]
    [InlineData("ND", CellKind.Below, "")]
    [InlineData("<0.5", CellKind.Below, "0.5")]
    [InlineData("≤ 0,5", CellKind.Below, "0,5")]
    [InlineData("OL", CellKind.Above, "")]
    [InlineData("> 140", CellKind.Above, "140")]
    [InlineData("0.5", CellKind.Plain, "0.5")]
    [InlineData("tank", CellKind.Plain, "tank")]
    public void A_cell_of_values_is_understood(string cell, object kind, string rest) => Assert.Equal(new CellValue((CellKind)kind, rest), CellValue.Read(cell));

    [Theory]
    [InlineData("a;b;;d", true, "a|b||d")]
    [InlineData("\"1;5\";\"say \"\"ha\"\"\"; x ", true, "1;5|say \"ha\"|x")]
    [InlineData("a;", true, "a|")]
    [InlineData("\"open;b", false, "")]
    [InlineData("\"a\"b;c", false, "")]
    public void A_line_is_cut_into_cells(string line, bool whole, string cells)
    {
        var cut = new List<string>();
        Assert.Equal(whole, CellSplitter.Split(line, ';', cut));
        if (whole)
            Assert.Equal(cells, string.Join('|', cut));
    }
}
