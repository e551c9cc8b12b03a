using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Influx;

namespace K3Monitor.Store.Tests.Telemetry.Influx;

/// <summary>
/// The contract on a server that somebody has: <c>K3_TEST_INFLUX_URL</c>, <c>_TOKEN</c>, <c>_USER</c>, <c>_PASSWORD</c>,
/// <c>_ORGANISATION</c>, <c>_DATABASE</c>. Each test makes a database or bucket of its own that begins with that name.
/// </summary>
public sealed class InfluxByEnvironmentTests : TelemetryStoreContract
{
    private readonly string directory = Directory.CreateTempSubdirectory("k3-store-").FullName;
    private readonly string database = Given("DATABASE", "k3test") + Guid.NewGuid().ToString("N");

    public override async ValueTask DisposeAsync()
    {
        if (Store is not null)
            await base.DisposeAsync();
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override Task<ITelemetryStore> OpenAsync()
    {
        string url = Given("URL", "");
        Assert.SkipWhen(url.Length == 0, "K3_TEST_INFLUX_URL names no server");
        return Task.FromResult<ITelemetryStore>(InfluxTelemetryStore.Open(
            new InfluxOptions
            {
                Url = new Uri(url),
                Directory = directory,
                Database = database,
                Token = Given("TOKEN", ""),
                User = Given("USER", ""),
                Password = Given("PASSWORD", ""),
                Organisation = Given("ORGANISATION", ""),
            },
            TimeProvider.System));
    }

    private static string Given(string name, string otherwise) =>
        Environment.GetEnvironmentVariable("K3_TEST_INFLUX_" + name) is { Length: > 0 } value ? value : otherwise;
}
