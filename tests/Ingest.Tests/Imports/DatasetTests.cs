using K3Monitor.Ingest.Imports.Cells;
using K3Monitor.Inspection.Imports;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Imports;

/// <summary>Public series with known answers: slices always, the whole files where they lie beside the repository, as they do under CI.</summary>
public sealed class DatasetTests
{
    private static readonly string Slices = Path.Combine(AppContext.BaseDirectory, "data", "imports");

    private static readonly ImportDeclaration Uci = new()
    {
        Temperature = 25,
        Pressure = 101.325,
        Zone = "Etc/UTC",
        Columns = [new ColumnDeclaration("CO(GT)", "gas-1/co", "mg/m³"), new ColumnDeclaration("T", "gas-1/ta", "°C")],
    };

    // Counted with another program from the copy with decimal dots, CO in mg/m³ and T in °C.
    [Fact]
    public async Task The_air_quality_slice_with_decimal_commas_reads_as_its_copy_with_dots()
    {
        Imported comma = await ImportBench.ReadFile(Path.Combine(Slices, "uci_airquality_decimal_comma.csv"), Uci);
        Imported dot = await ImportBench.ReadFile(Path.Combine(Slices, "uci_airquality_dot_decimal.csv"), WithDotNames());
        Assert.Equal(("semicolon", "comma", "dmy", "Date + Time", "-200"), (comma.Fact("separator"), comma.Fact("decimal"), comma.Fact("dates"), comma.Fact("time"), comma.Fact("missing")));
        Same(comma, dot, rows: 240, missingCo: 11, meanCo: 2.7087336244541493, missingT: 0, lowT: 6.1, highT: 29.3);
        Assert.Equal(3, comma.Rows!.BlankLines);
    }

    [Fact]
    public async Task The_whole_air_quality_series_has_its_known_answers()
    {
        string comma = Shared("uci_airquality_original_decimal_comma.csv");
        Imported read = await ImportBench.ReadFile(comma, Uci);
        Imported dot = await ImportBench.ReadFile(Shared("uci_airquality_dot_decimal.csv"), WithDotNames());
        Same(read, dot, rows: 9357, missingCo: 1683, meanCo: 2.1527495439145157, missingT: 366, lowT: -1.9, highT: 44.6);
        Assert.Equal(114, read.Rows!.BlankLines);

        // The zone is not told. In Italy's two hours of March 2004 and 2005 do not exist, and one of October 2004 comes twice.
        Imported rome = await ImportBench.ReadFile(comma, Uci with { Zone = "Europe/Rome" });
        Assert.Equal(["time.nonexistent", "time.nonexistent"], rome.Rejects.Select(r => r.Reason));
        Assert.Equal(1, rome.Rows!.Series[1].TwiceHour);
    }

    [Fact]
    public void Every_value_below_the_limit_of_quantification_is_a_bound()
    {
        string[] slice = File.ReadAllLines(Path.Combine(Slices, "webexpo_censored.csv"));
        Assert.Equal(7, Bounds(slice));
        Assert.Equal(43, Bounds(File.ReadAllLines(Shared("webexpo_determinants_exposure.csv"))));
    }

    [Fact]
    public async Task A_table_without_any_time_is_refused_and_a_captures_licence_notice_is_no_header()
    {
        Assert.Contains("--time", (await ImportBench.ReadFile(Path.Combine(Slices, "webexpo_censored.csv"))).Open);
        Imported capture = await ImportBench.ReadFile(Shared("sparkplug_plant_capture.csv"));
        Assert.Equal(("15", "payload_timestamp"), (capture.Fact("header"), capture.Fact("time")));
        Assert.Equal(["--map"], capture.Open);
    }

    private static void Same(Imported comma, Imported dot, int rows, int missingCo, double meanCo, int missingT, double lowT, double highT)
    {
        Assert.Empty(comma.Open);
        Assert.Empty(dot.Open);
        Assert.Equal(comma.Samples, dot.Samples);
        ImportedSeries co = comma.Rows!.Series[0];
        ImportedSeries t = comma.Rows.Series[1];
        Assert.Empty(comma.Rejects);
        Assert.Equal((rows - missingCo, missingCo, rows - missingT, missingT), (co.Samples, co.Missing, t.Samples, t.Missing));
        double perPpm = UnitConversion.Convert(1, UnitCatalogue.PartsPerMillion, UnitCatalogue.MilligramPerCubicMetre, QuantityCatalogue.CarbonMonoxide, new GasConditions(25, 101.325)).Value;
        Assert.Equal(meanCo, co.Sum / co.Samples * perPpm, 9);
        Assert.Equal((lowT, highT), (t.Least, t.Most));
    }

    private static int Bounds(IEnumerable<string> lines) => lines.Skip(1).Count(l => CellValue.Read(l.Split(',')[0].Trim('"')).Kind == CellKind.Below);

    private static ImportDeclaration WithDotNames() => Uci with { Columns = [new ColumnDeclaration("CO_GT", "gas-1/co", "mg/m³"), Uci.Columns[1]] };

    /// <summary>A whole file; on a desk without it the test is skipped.</summary>
    private static string Shared(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine(folder.FullName, "shared", "field", "datasets", name);
            if (File.Exists(file))
                return file;
        }

        Assert.Skip($"the whole file {name} is not beside the repository");
        return "";
    }
}
