using System.IO.Compression;
using DuckDB.NET.Data;
using K3Monitor.App.Tests.Support;
using K3Monitor.Inspection.Exports;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Embedded;

namespace K3Monitor.App.Tests.Export;

public sealed class ExportTests : IDisposable
{
    private static readonly Instant Noon = Instant.FromUnixMilliseconds(1_764_046_800_000);
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_points_samples_are_the_same_in_csv_parquet_and_xlsx_beside_an_open_store_and_coverage_is_told()
    {
        string data = Path.Combine(folder.Path, "data");
        await Done("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", data);
        await using EmbeddedTelemetryStore store = await FilledAsync(Path.Combine(data, "telemetry"));

        string csv = await ExportAsync(data, "out.csv");
        Assert.Contains("samples: 3\n", csv, StringComparison.Ordinal);
        Assert.Contains("bad_samples: 1\n", csv, StringComparison.Ordinal);
        // 4 s are asked for: the first sample stands for 3 s at most, the second is bad, the third covers the last half second.
        Assert.Contains("coverage_percent: 87.50\n", csv, StringComparison.Ordinal);
        Assert.Equal(
            "time_utc,time_site,value,unit,flags,quantity,site,point\r\n" +
            "2025-11-25T05:00:00Z,2025-11-25T12:00:00.000000+07:00,80.5,dB(A),,sound.laeq,pt-baja-nusantara,bengkel-pres/pres-1-bunyi\r\n" +
            "2025-11-25T05:00:01Z,2025-11-25T12:00:01.000000+07:00,81.5,dB(A),Bad,sound.laeq,pt-baja-nusantara,bengkel-pres/pres-1-bunyi\r\n" +
            "2025-11-25T05:00:03.500Z,2025-11-25T12:00:03.500000+07:00,82.5,dB(A),Uncertain Late,sound.laeq,pt-baja-nusantara,bengkel-pres/pres-1-bunyi\r\n",
            await File.ReadAllTextAsync(At("out.csv")));

        await ExportAsync(data, "out.parquet");
        using var engine = new DuckDBConnection("Data Source=:memory:");
        engine.Open();
        using DuckDBCommand command = engine.CreateCommand();
        command.CommandText = $"SELECT string_agg(epoch_us(time_utc) || '=' || value || '=' || flags, ';' ORDER BY time_utc) FROM read_parquet('{At("out.parquet")}')";
        Assert.Equal("1764046800000000=80.5=;1764046801000000=81.5=Bad;1764046803500000=82.5=Uncertain Late", command.ExecuteScalar());

        await ExportAsync(data, "out.xlsx");
        using ZipArchive book = ZipFile.OpenRead(At("out.xlsx"));
        using var reader = new StreamReader(book.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        string sheet = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains(">80.5<", sheet, StringComparison.Ordinal);
        Assert.Contains(">82.5<", sheet, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.partial*"));

        Command unknown = await Command.RunAsync("export", "samples", "--site", "pt-baja-nusantara", "--point", "nowhere", "--to", At("no.csv"), "--data", data);
        Assert.Equal(1, unknown.Code);
        Assert.Contains("bengkel-pres/pres-1-bunyi", unknown.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    public async Task Text_in_csv_is_never_a_formula_and_always_one_cell(string text, string written)
    {
        using var stream = new MemoryStream();
        var table = new CsvTable(stream, [new Column("text", ColumnKind.Text), new Column("number", ColumnKind.Number)]);
        await table.WriteAsync(new[] { Field.Of(text), Field.Of(-1.5) }, TestContext.Current.CancellationToken);
        await table.FinishAsync([], TestContext.Current.CancellationToken);
        await table.DisposeAsync();
        Assert.Equal($"text,number\r\n{written},-1.5\r\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static async Task<Command> Done(params string[] arguments)
    {
        Command done = await Command.RunAsync(arguments);
        Assert.True(done.Code == 0, done.Error);
        return done;
    }

    /// <summary>The same three samples for every channel, so that whichever measures for the point has them.</summary>
    private static async Task<EmbeddedTelemetryStore> FilledAsync(string directory)
    {
        EmbeddedTelemetryStore store = EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = directory });
        Sample[] samples =
        [
            new(Noon, 80.5), new(Noon + TimeSpan.FromSeconds(1), 81.5, SampleFlags.Bad), new(Noon + TimeSpan.FromSeconds(3.5), 82.5, SampleFlags.Uncertain | SampleFlags.Late),
        ];
        ChannelSample[] all = [.. Enumerable.Range(1, 100).SelectMany(c => samples.Select(s => new ChannelSample(c, s, ChannelSample.NoSequence, Noon)))];
        await store.AppendAsync(all, 1, TestContext.Current.CancellationToken);
        await store.FlushAsync(TestContext.Current.CancellationToken);
        return store;
    }

    private async Task<string> ExportAsync(string data, string name) => (await Done(
        "export", "samples", "--site", "pt-baja-nusantara", "--point", "pres-1-bunyi", "--from", "2025-11-25T12:00:00+07:00", "--to-time", "2025-11-25T05:00:04Z",
        "--to", At(name), "--data", data)).Output.ReplaceLineEndings("\n");

    private string At(string name) => Path.Combine(folder.Path, name);
}
