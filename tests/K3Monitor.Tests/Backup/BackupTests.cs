using System.Formats.Tar;
using K3Monitor.App.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Embedded;

namespace K3Monitor.App.Tests.Backup;

public sealed class BackupTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("backup.tar")]
    [InlineData("backup")]
    public async Task What_is_restored_is_what_was_backed_up(string name)
    {
        await DataAsync();
        await Done("backup", "--to", At(name), "--data", At("data"));
        Command restored = await Command.RunAsync("restore", "--from", At(name), "--data", At("again"));
        Assert.True(restored.Code == 0, restored.Error);
        Assert.Contains("2 samples in files", restored.Output, StringComparison.Ordinal);
        Assert.Equal("", restored.Error);
        Assert.Equal((await Done("sites", "list", "--data", At("data"))).Output, (await Done("sites", "list", "--data", At("again"))).Output);
        foreach (string file in Directory.EnumerateFiles(At("data"), "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith("k3monitor.db", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal)))
            Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(file.Replace(At("data"), At("again"), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_kept_on_a_server_is_never_left_out_in_silence()
    {
        await DataAsync();
        string settings = folder.Write("influx.yaml", "store: { kind: influxdb }");
        Command run = await Command.RunAsync("backup", "--to", At("backup"), "--data", At("data"), "--config", settings);
        Assert.Equal(1, run.Code);
        Assert.Contains("store:kind: samples are kept on an InfluxDB server", run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(At("backup")));
    }

    [Theory]
    [InlineData("k3monitor.db")]
    [InlineData("backup.json")]
    [InlineData("keys/key-1.xml")]
    [InlineData("telemetry/manifest.json")]
    public async Task A_flipped_byte_is_named_and_nothing_is_restored(string damaged)
    {
        await DataAsync();
        await Done("backup", "--to", At("backup"), "--data", At("data"));
        byte[] bytes = await File.ReadAllBytesAsync(At("backup", damaged));
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(At("backup", damaged), bytes);
        File.Delete(At("backup", "keys", "other.xml"));

        Command restored = await Command.RunAsync("restore", "--from", At("backup"), "--data", At("again"));
        Assert.Equal(1, restored.Code);
        Assert.Contains($"{damaged}: is damaged", restored.Error, StringComparison.Ordinal);
        Assert.Contains("keys/other.xml: is missing", restored.Error, StringComparison.Ordinal);
        Assert.Equal(2, restored.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.False(Directory.Exists(At("again")));
        Assert.False(Directory.Exists(At("again.restoring")));
    }

    [Fact]
    public async Task A_folder_with_data_an_unfinished_backup_and_an_archive_that_leads_out_of_itself_are_refused()
    {
        await DataAsync();
        await Done("backup", "--to", At("backup"), "--data", At("data"));
        await Refused("is not empty", "restore", "--from", At("backup"), "--data", At("data"));
        await Refused("never written over another", "backup", "--to", At("backup"), "--data", At("data"));
        await Refused("lies in the data folder", "backup", "--to", At("data", "backup"), "--data", At("data"));
        File.Delete(At("backup", "SHA256SUMS"));
        await Refused("never finished", "restore", "--from", At("backup"), "--data", At("again"));

        await using (FileStream file = File.Create(At("evil.tar")))
        await using (var tar = new TarWriter(file))
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "../stolen") { DataStream = new MemoryStream([1]) });
        await Refused("leads out of the backup", "restore", "--from", At("evil.tar"), "--data", At("again"));
        Assert.False(File.Exists(At("stolen")));
    }

    private static async Task Refused(string why, params string[] arguments)
    {
        Command refused = await Command.RunAsync(arguments);
        Assert.Equal(1, refused.Code);
        Assert.Contains(why, refused.Error, StringComparison.Ordinal);
    }

    private static async Task<Command> Done(params string[] arguments)
    {
        Command done = await Command.RunAsync(arguments);
        Assert.True(done.Code == 0, done.Error);
        return done;
    }

    private async Task DataAsync()
    {
        await Done("sites", "import", Repository.File("docs", "examples", "site.yaml"), "--data", At("data"));
        Directory.CreateDirectory(At("data", "keys"));
        await File.WriteAllTextAsync(At("data", "keys", "key-1.xml"), "<key />");
        await File.WriteAllTextAsync(At("data", "keys", "other.xml"), "<key />");
        await using EmbeddedTelemetryStore store = EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = At("data", "telemetry") });
        Instant noon = Instant.FromUnixMilliseconds(1_764_057_600_000);
        ChannelSample[] samples = [.. Enumerable.Range(0, 2).Select(i => new ChannelSample(1, new Sample(noon + TimeSpan.FromSeconds(i), i, SampleFlags.None), i, noon))];
        await store.AppendAsync(samples, 1, TestContext.Current.CancellationToken);
        await store.FlushAsync(TestContext.Current.CancellationToken);
    }

    private string At(params string[] parts) => Path.Combine([folder.Path, .. parts]);
}
