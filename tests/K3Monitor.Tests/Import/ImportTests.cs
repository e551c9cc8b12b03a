using K3Monitor.App.Tests.Support;
using K3Monitor.Ingest.Journal;

namespace K3Monitor.App.Tests.Import;

/// <summary>The command whole: shown first, written on demand, told in the record, and never twice.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Gas = "Waktu;CO;H2S [ppm];Lain\n20/11/2025 08:00;1,5;-200;x\n20/11/2025 08:01;2,5;-200;x\nsalah;2,5;1;x\n20/11/2025 08:02;3,5;<0,2;x\n";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_shown_then_written_then_recorded_and_the_second_time_nothing_is_added()
    {
        await Done("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", Data);
        string file = folder.Write("gas.csv", Gas);
        Command shown = await Done([.. Import(file), "--save-declaration", At("how.yaml"), "--rejects", At("rejects.csv")]);
        foreach (string part in (string[])["semicolon  (recognised", "comma  (recognised", "dmy  (recognised", "Asia/Jakarta  (recognised: the site's own", "-200  (recognised", "left out: Lain", "3 samples", "2 not measured", "1 time.invalid", "nothing was written"])
            Assert.Contains(part, shown.Output, StringComparison.Ordinal);
        Assert.Contains("gas.csv:4: time.invalid", shown.Error, StringComparison.Ordinal);
        Assert.Equal("line,reason,detail,text\r\n", (await File.ReadAllTextAsync(At("rejects.csv")))[..25]);
        Assert.False(Directory.Exists(Path.Combine(Data, "journal")));

        string[] declared = ["import", file, "--site", "pt-baja-nusantara", "--data", Data, "--declaration", At("how.yaml"), "--apply"];
        Assert.Contains("4 samples are durable", (await Done(declared)).Output, StringComparison.Ordinal);
        Assert.Equal(1, await RecordsAsync());
        Assert.Contains("nothing was written: the same file was imported", (await Done(declared)).Output, StringComparison.Ordinal);
        Assert.Equal(1, await RecordsAsync());
        await Done([.. declared, "--again"]);
        Assert.Equal(2, await RecordsAsync());
    }

    [Fact]
    public async Task What_is_ambiguous_is_refused_by_the_name_of_the_option_and_a_running_product_keeps_its_journal()
    {
        await Done("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", Data);
        string open = folder.Write("open.csv", "time;CO\n03/04/2025 08:00;1,234\n");
        Command refused = await Command.RunAsync([.. Import(open), "--apply"]);
        Assert.Equal(1, refused.Code);
        Assert.Contains("open.csv: --dates: '03/04/2025 08:00' in line 2", refused.Error, StringComparison.Ordinal);
        Assert.Contains("open.csv: --decimal: '1,234' in line 2", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Command.RunAsync([.. Import(At("absent.csv"))])).Code);
        Assert.Equal(1, (await Command.RunAsync("import", open, "--site", "nowhere", "--data", Data)).Code);

        await using Journal running = Journal.Open(Path.Combine(Data, "journal"), new JournalOptions(), TimeProvider.System);
        Command locked = await Command.RunAsync([.. Import(folder.Write("gas.csv", Gas)), "--apply"]);
        Assert.Equal(1, locked.Code);
        Assert.Contains("stop it", locked.Error, StringComparison.Ordinal);
    }

    private string Data => At("data");

    private static async Task<Command> Done(params string[] arguments)
    {
        Command done = await Command.RunAsync(arguments);
        Assert.True(done.Code == 0, done.Error);
        return done;
    }

    private string[] Import(string file) => ["import", file, "--site", "pt-baja-nusantara", "--device", "tk-gas-01", "--data", Data];

    /// <summary>How many records lie in the journal: each import of this size is one.</summary>
    private async Task<int> RecordsAsync()
    {
        await using Journal journal = Journal.Open(Path.Combine(Data, "journal"), new JournalOptions(), TimeProvider.System);
        long end = journal.DurablePosition;
        int count = 0;
        await foreach (JournalBatch batch in journal.ReadAsync("store", TestContext.Current.CancellationToken))
        {
            count += batch.Records.Length;
            if (batch.Next >= end)
                break;
        }

        return count;
    }

    private string At(string name) => Path.Combine(folder.Path, name);
}
