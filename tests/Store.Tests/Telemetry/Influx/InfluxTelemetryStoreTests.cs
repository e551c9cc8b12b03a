using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Influx;

namespace K3Monitor.Store.Tests.Telemetry.Influx;

/// <summary>
/// The contract on Debian's InfluxDB, and what only a server can do wrong. The contract runs on another server where
/// <c>K3_TEST_INFLUX_URL</c>, <c>_TOKEN</c>, <c>_USER</c>, <c>_PASSWORD</c>, <c>_ORGANISATION</c> name one; each test makes a
/// database or bucket of its own there.
/// </summary>
public sealed class InfluxTelemetryStoreTests(InfluxServer server) : TelemetryStoreContract, IClassFixture<InfluxServer>
{
    private readonly string directory = Directory.CreateTempSubdirectory("k3-store-").FullName;
    private readonly string database = "t" + Guid.NewGuid().ToString("N");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    protected override Task<ITelemetryStore> OpenAsync() => Task.FromResult<ITelemetryStore>(Open());

    private InfluxTelemetryStore Open(string policy = "", int days = 0, string? folder = null) => InfluxTelemetryStore.Open(
        new InfluxOptions
        {
            Url = Given("URL") is { Length: > 0 } other ? new Uri(other) : server.Url,
            Directory = folder ?? directory,
            Database = database,
            RetentionPolicy = policy,
            RetentionDays = days,
            Token = Given("TOKEN"),
            User = Given("USER"),
            Password = Given("PASSWORD"),
            Organisation = Given("ORGANISATION"),
        },
        TimeProvider.System);

    private static string Given(string name) => Environment.GetEnvironmentVariable("K3_TEST_INFLUX_" + name) ?? "";

    private static void OnlyOnDebians() => Assert.SkipWhen(Given("URL").Length > 0, "looks into a server of 1.x, past the product");

    [Fact]
    public async Task The_position_survives_a_flush_and_a_restart_even_of_a_batch_without_samples()
    {
        await Store.AppendAsync(ReadOnlyMemory<ChannelSample>.Empty, 42, CancellationToken.None);
        await Store.FlushAsync(CancellationToken.None);
        await ReopenAsync();
        Assert.Equal(42, Store.DurablePosition);
    }

    [Fact]
    public async Task Flags_lie_on_the_server_where_other_tools_see_them_a_conflict_too()
    {
        OnlyOnDebians();
        await Store.AppendAsync(new[] { At(7, 0, 1, 3, SampleFlags.Late) }, 1, CancellationToken.None);
        await Store.AppendAsync(new[] { At(7, 0, 2, 3) }, 2, CancellationToken.None);
        string flags = await server.AskAsync(database, "SELECT flags FROM k3_samples WHERE channel = '7'");
        Assert.Contains($",{(int)(SampleFlags.Late | SampleFlags.Conflict)}]", flags, StringComparison.Ordinal);
        Assert.Contains($",{(int)SampleFlags.Conflict}]", flags, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_of_more_than_one_page_is_read_whole_where_pages_meet_within_an_instant_too()
    {
        // 20,000 rows are a page, which three samples an instant do not divide.
        ChannelSample[] samples = [.. Enumerable.Range(0, 45_000).Select(i => At(1, i / 3, i, i))];
        await Store.AppendAsync(samples, 1, CancellationToken.None);
        Assert.Equal(samples, await ReadAsync(1, Window(0, 20_000)));
    }

    [Fact]
    public async Task What_the_server_can_never_take_is_set_aside_with_its_reason_counted_and_its_neighbours_are_stored()
    {
        OnlyOnDebians();
        await Store.DisposeAsync();
        await using InfluxTelemetryStore week = Open("week", 7);
        Instant now = Instant.Now(TimeProvider.System);
        ChannelSample[] batch = [.. Enumerable.Range(0, 10).Select(i => new ChannelSample(1, new Sample(now + TimeSpan.FromSeconds(i), i), i, now))];
        batch[4] = batch[4] with { Sample = batch[4].Sample with { Time = now - TimeSpan.FromDays(60) } };
        batch[7] = batch[7] with { Sample = batch[7].Sample with { Time = Instant.MaxValue } };
        await week.AppendAsync(batch, 1, CancellationToken.None);
        var rows = new List<double>();
        await foreach (ChannelSample row in week.ReadAsync(1, new TimeRange(Instant.MinValue, Instant.MaxValue), CancellationToken.None))
            rows.Add(row.Sample.Value);
        Assert.Equal([0.0, 1, 2, 3, 5, 6, 8, 9], rows);
        Assert.Equal(2, week.Status.SetAside);
        string kept = await File.ReadAllTextAsync(week.Status.SetAsideFile);
        Assert.Contains("beyond retention policy", kept, StringComparison.Ordinal);
        Assert.Contains("2262", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_installation_is_left_alone_and_the_status_says_so()
    {
        await Store.AppendAsync(new[] { At(1, 0, 1) }, 1, CancellationToken.None);
        string other = Path.Combine(directory, "other");
        await using InfluxTelemetryStore stranger = Open(folder: other);
        await Assert.ThrowsAsync<TelemetryStoreUnavailableException>(async () => await stranger.AppendAsync(new[] { At(1, 0, 5) }, 1, CancellationToken.None));
        Assert.Contains("another installation", stranger.Status.Fault, StringComparison.Ordinal);
        Assert.Equal(1.0, Assert.Single(await ReadAsync(1, Window(0, 1))).Sample.Value);
    }

    [Fact]
    public async Task A_database_that_was_dropped_is_made_again_and_what_is_gone_is_said()
    {
        OnlyOnDebians();
        await Store.AppendAsync(new[] { At(1, 0, 1) }, 1, CancellationToken.None);
        await server.AskAsync(database, $"DROP DATABASE {database}");
        await InfluxServer.UntilAsync("the next batch is taken", async () =>
        {
            try
            {
                await Store.AppendAsync(new[] { At(1, 1, 2) }, 2, CancellationToken.None);
                return true;
            }
            catch (TelemetryStoreUnavailableException)
            {
                return false;
            }
        });
        Assert.Equal(2.0, Assert.Single(await ReadAsync(1, Window(0, 9))).Sample.Value);
        Assert.Contains("found empty", ((ITelemetryServer)Store).Status.Note, StringComparison.Ordinal);
    }
}
