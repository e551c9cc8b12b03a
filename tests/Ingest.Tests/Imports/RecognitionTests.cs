using System.Text;
using K3Monitor.Inspection.Imports;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Imports;

/// <summary>What is recognised is right and shown; what nothing decides is asked for and never guessed.</summary>
public sealed class RecognitionTests : IDisposable
{
    private readonly ImportBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("time,co\n2025-11-20 08:00,1.5\n2025-11-20 08:01,2.5", "separator=comma header=1 time=time decimal=dot dates=ymd zone=Asia/Jakarta layout=wide")]
    [InlineData("Logger;X\nSerial;12\n\nTanggal;CO (ppm)\n20/11/2025 08:00;1,5\n20/11/2025 08:01;2,5", "separator=semicolon header=4 time=Tanggal decimal=comma thousands=none dates=dmy")]
    [InlineData("time\tco\n11/20/2025 8:00 AM\t1.5\n11/20/2025 8:01 AM\t2.5", "separator=tab dates=mdy")]
    [InlineData("date|clock|co\n20.11.2025|08:00|1\n20.11.2025|08:01|2", "separator=pipe time=date + clock decimal=dot")]
    [InlineData("2025-11-20T08:00:00Z,1.5\n2025-11-20T08:01:00Z,2.5", "header=none zone=written", "#2")]
    [InlineData("# made by X\ntime,co\n1763600400,1.5\n1763600460,2.5", "header=2 time=time dates=ymd zone=")]
    [InlineData("time;co\n20/11/2025 08:00;1.234\n20/11/2025 08:01;2,5", "decimal=comma thousands=dot")]
    [InlineData("time;co\n20/11/2025 08:00;1,234\n20/11/2025 08:01;2.5", "decimal=dot thousands=comma")]
    [InlineData("time,co\n2025-11-20 08:00,1.234\n2025-11-20 08:01,2.345", "decimal=dot")]
    [InlineData("time,channel,value,unit\n2025-11-20 08:00,gas-1/co,1.5,ppm\n2025-11-20 08:00,h2s,2.5,ppm", "layout=long channel_column=channel value_column=value unit_column=unit")]
    public async Task A_file_is_recognised(string text, string facts, string column = "co")
    {
        ImportDeclaration declared = column == "co" ? new() : new() { Columns = [new ColumnDeclaration(column, "gas-1/co")] };
        Imported read = await bench.Read(text, declared);
        Assert.Empty(read.Open);
        foreach (string[] fact in System.Text.RegularExpressions.Regex.Split(facts, " (?=[a-z_]+=)").Select(f => f.Split('=')))
            Assert.Equal($"{fact[0]}={fact[1]}", $"{fact[0]}={read.Fact(fact[0])}");
        Assert.Equal(2, read.Samples.Count);
        Assert.Empty(read.Rejects);
    }

    [Theory]
    [InlineData("time;co\n03/04/2025 08:00;1.5\n04/04/2025 08:00;2.5", "--dates")]
    [InlineData("time;co\n13/04/2025 08:00;1.5\n04/13/2025 08:00;2.5", "--dates")]
    [InlineData("time;co\n25/11/20 08:00;1.5\n25/11/21 08:00;2.5", "--dates")]
    [InlineData("time;co\n2025-11-20 08:00;1,234\n2025-11-20 08:01;2,345", "--decimal")]
    [InlineData("time;co\n2025-11-20 08:00;1.234\n2025-11-20 08:01;2.345", "--decimal")]
    [InlineData("time;co\n2025-11-20 08:00;1.5\n2025-11-20 08:01;2,5", "--decimal")]
    [InlineData("start,end,co\n2025-11-20 08:00,2025-11-20 08:01,1\n2025-11-20 08:01,2025-11-20 08:02,2", "--time")]
    [InlineData("x,co\n1,1.5\n2,2.5", "--time")]
    [InlineData("time,nothing\n2025-11-20 08:00,1.5\n2025-11-20 08:01,2.5", "--map")]
    [InlineData("time,co [smoots]\n2025-11-20 08:00,1.5\n2025-11-20 08:01,2.5", "--map")]
    [InlineData("time,co (mg/m3)\n2025-11-20 08:00,1.5\n2025-11-20 08:01,2.5", "--temperature and --pressure, or --map")]
    [InlineData("time,co,gas-1/co\n2025-11-20 08:00,1,1\n2025-11-20 08:01,2,2", "--map")]
    [InlineData("time,co\n2025-11-20 08:00,999\n2025-11-20 08:01,2", "--missing")]
    [InlineData("just text", "--separator")]
    public async Task What_nothing_decides_is_asked_for_by_the_option_that_does(string text, string option)
    {
        Imported read = await bench.Read(text);
        Assert.Contains(option, read.Open);
        Assert.Null(read.Recognition.Plan);
    }

    [Fact]
    public async Task What_was_asked_for_is_taken_as_declared()
    {
        const string text = "time;co\n03/04/2025 08:00;1,234\n04/04/2025 08:00;999";
        Imported read = await bench.Read(text, new ImportDeclaration { Dates = "dmy", Decimal = "comma", Numbers = ["999"], Zone = "Europe/Rome" });
        Assert.Empty(read.Open);
        Assert.Equal([1.234, 999.0], read.Samples.Select(s => s.Value));
        Assert.Equal("2025-04-03T06:00:00Z", read.Samples[0].Time.ToString());
        Assert.Equal(SampleFlags.OverRange, read.Samples[1].Flags & SampleFlags.OverRange);
        Assert.Equal([1.234], (await bench.Read(text, new ImportDeclaration { Dates = "dmy", Decimal = "comma", Missing = ["999"] })).Samples.Select(s => s.Value));
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("utf-16", "utf-16le")]
    [InlineData("utf-16BE", "utf-16be")]
    [InlineData("iso-8859-1", "windows-1252")]
    public async Task An_encoding_is_recognised_and_units_are_read_in_it(string written, string told)
    {
        Encoding encoding = Encoding.GetEncoding(written);
        Imported read = await bench.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("time,ta (°C)\r\n2025-11-20 08:00,21.5\r\n2025-11-20 08:01,22.5\r\n")]);
        Assert.Equal((told, 2), (read.Fact("encoding"), read.Samples.Count));
    }

    [Fact]
    public async Task A_number_that_cannot_be_measured_and_stands_there_often_means_nothing_was_measured_and_once_it_is_refused()
    {
        Imported often = await bench.Read("time,co,laeq\n2025-11-20 08:00,-200,70\n2025-11-20 08:01,-200,71\n2025-11-20 08:02,3,-9999\n2025-11-20 08:03,4,-9999");
        Assert.Equal([70.0, 71, 3, 4], often.Samples.Select(s => s.Value));
        Assert.Empty(often.Rejects);
        Imported once = await bench.Read("time,co\n2025-11-20 08:00,-200\n2025-11-20 08:01,3");
        Assert.Equal((2L, "value.implausible"), (once.Rejects.Single().Line, once.Rejects.Single().Reason));
    }

    [Fact]
    public async Task Bounds_are_kept_as_bounds_and_never_as_values()
    {
        var declared = new ImportDeclaration { Columns = [new ColumnDeclaration("co", "gas-1/co", Lod: 0.5)] };
        Imported read = await bench.Read("time,co\n2025-11-20 08:00,<LOD\n2025-11-20 08:01,< 0.2\n2025-11-20 08:02,OL\n2025-11-20 08:03,>140\n2025-11-20 08:04,---\n2025-11-20 08:05,1.5", declared);
        const SampleFlags History = SampleFlags.Imported | SampleFlags.Late;
        Assert.Equal(
            [(0.5, History | SampleFlags.UnderRange), (0.2, History | SampleFlags.UnderRange), (100, History | SampleFlags.OverRange), (140, History | SampleFlags.OverRange), (1.5, History)],
            read.Samples.Select(s => (s.Value, s.Flags)));
        Imported unknown = await bench.Read("time,co\n2025-11-20 08:00,<LOD\n2025-11-20 08:01,1.5");
        Assert.Equal("value.bound-unknown", unknown.Rejects.Single().Reason);
    }

    [Fact]
    public async Task A_bad_line_is_listed_with_its_number_and_its_neighbours_are_kept()
    {
        string text = string.Join('\n', "time,co", "2025-11-20 08:00,1.5", "rubbish,1.5", "2025-11-20 08:02,\"1.5", "2025-11-20 08:03,tank", "2025-11-20 08:04,1,5", ",,", "2025-11-20 08:06,2.5", "2099-01-01 08:00,1.5", "2025-11-20 08:0");
        Imported read = await bench.Read(text, new ImportDeclaration { Separator = "comma", Decimal = "dot" });
        Assert.Equal([1.5, 2.5], read.Samples.Select(s => s.Value));
        Assert.Equal(
            [(3L, "time.invalid"), (4L, "line.quotation"), (5L, "value.not-a-number"), (6L, "line.long"), (9L, "time.future"), (10L, "line.cut")],
            read.Rejects.Select(r => (r.Line, r.Reason)));
        Assert.Equal("2025-11-20 08:04,1,5", read.Rejects[3].Text);
        Assert.Equal(1, read.Rows!.BlankLines);
    }

    [Fact]
    public async Task The_hour_that_a_zone_skips_is_refused_and_the_hour_it_passes_twice_is_two_hours_and_marked()
    {
        // Europe/Rome: 30 March 2025 02:00 to 03:00 does not exist, 26 October 2025 02:00 to 03:00 comes twice (IANA tz).
        var rome = new ImportDeclaration { Zone = "Europe/Rome" };
        Imported spring = await bench.Read("time,co\n2025-03-30 01:30,1\n2025-03-30 02:30,2\n2025-03-30 03:30,3", rome);
        Assert.Equal((3L, "time.nonexistent"), (spring.Rejects.Single().Line, spring.Rejects.Single().Reason));
        Imported autumn = await bench.Read("time,co\n2025-10-26 01:30,1\n2025-10-26 02:00,2\n2025-10-26 02:30,3\n2025-10-26 02:00,4\n2025-10-26 02:30,5\n2025-10-26 03:00,6", rome);
        Assert.Equal(
            ["2025-10-25T23:30:00Z", "2025-10-26T00:00:00Z", "2025-10-26T00:30:00Z", "2025-10-26T01:00:00Z", "2025-10-26T01:30:00Z", "2025-10-26T02:00:00Z"],
            autumn.Samples.Select(s => s.Time.ToString()));
        Assert.Equal([false, true, true, true, true, false], autumn.Samples.Select(s => (s.Flags & SampleFlags.Uncertain) != 0));
    }

    [Fact]
    public async Task A_clock_that_stepped_back_is_counted_and_every_value_is_kept()
    {
        // As in the machine temperature series of the Numenta Anomaly Benchmark, in which 7 January 2014 02:55 is followed by 02:00.
        Imported read = await bench.Read("time,ta\n2014-01-07 02:50,80\n2014-01-07 02:55,81\n2014-01-07 02:50,82\n2014-01-07 02:55,81\n2014-01-07 03:00,84");
        ImportedSeries series = read.Rows!.Series.Single();
        Assert.Equal((5L, 1L, 1L, 1L), (series.Samples, series.OutOfOrder, series.Conflicts, series.Again));
    }

    [Fact]
    public async Task What_was_recognised_can_be_kept_and_given_again()
    {
        const string text = "Tanggal;CO [mg/m3];\"say \"\"x\"\"\"\n20/11/2025 08:00;-200;a\n20/11/2025 08:01;-200;b\n20/11/2025 08:02;<1,5;c\n";
        Imported first = await bench.Read(text, new ImportDeclaration { Temperature = 25, Pressure = 101.325, Columns = [new ColumnDeclaration("CO", "gas-1/co", null, 0.25)] });
        Assert.Empty(first.Open);
        string file = K3Monitor.Ingest.Imports.Declaring.DeclarationFile.Write(first.Recognition.Declaration);
        (ImportDeclaration? again, var faults) = K3Monitor.Ingest.Imports.Declaring.DeclarationFile.Read(file, "import.yaml");
        Assert.Empty(faults);
        Imported second = await bench.Read(text, again);
        Assert.Empty(second.Open);
        Assert.Equal(first.Samples, second.Samples);
        Assert.Equal(file, K3Monitor.Ingest.Imports.Declaring.DeclarationFile.Write(second.Recognition.Declaration));
        Assert.All(second.Recognition.Findings.Facts.Where(f => f.Key is "separator" or "decimal" or "dates" or "zone" or "encoding" or "header"), f => Assert.True(f.Declared, f.Key));
    }

    [Fact]
    public void A_wrong_declaration_names_file_line_and_key()
    {
        (ImportDeclaration? read, var faults) = K3Monitor.Ingest.Imports.Declaring.DeclarationFile.Read("decimal: point\nzone: Nowhere/At\ncolumns:\n  - { column: x }\nsepparator: comma\n", "import.yaml");
        Assert.Null(read);
        Assert.Equal(["import.yaml:1: decimal", "import.yaml:2: zone", "import.yaml:4: columns[0].target", "import.yaml:5: sepparator"], faults.Select(f => $"{f.File}:{f.Line}: {f.Key}"));
    }
}
