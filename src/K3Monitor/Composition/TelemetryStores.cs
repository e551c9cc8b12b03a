using K3Monitor.App.Configuration;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using K3Monitor.Store.Telemetry.Embedded.Copying;
using K3Monitor.Store.Telemetry.Influx;

namespace K3Monitor.App.Composition;

/// <summary>The telemetry store that the settings ask for.</summary>
internal static class TelemetryStores
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddTelemetryStore(this IServiceCollection services, Settings settings, DataFolder data) =>
        services.AddSingleton<ITelemetryStore>(p => settings.Text("store:kind") == "influxdb"
            ? InfluxTelemetryStore.Open(Influx(settings, data), p.GetRequiredService<WallClock>().Time)
            : EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = data.Telemetry, MemoryMebibytes = settings.Integer("store:memoryMebibytes") }));

    /// <summary>What is wrong with the settings of a store taken together, one line each, naming the key.</summary>
    public static IEnumerable<string> Faults(Settings settings)
    {
        if (settings.Text("store:kind") != "influxdb")
            yield break;
        if (settings.List("influx:url").Count != 1)
            yield return "influx:url: names one server";
        if (settings.Text("influx:database").Length == 0)
            yield return "influx:database: is empty";
        if (settings.Text("influx:authority") is { Length: > 0 } file && !File.Exists(file))
            yield return $"influx:authority: there is no file '{file}'";
        if (settings.Text("influx:version") is "2" && settings.Text("influx:organisation").Length == 0)
            yield return "influx:organisation: 2.x needs one";
        if (settings.Text("influx:version") is "2" or "3" && settings.Text("influx:token").Length == 0)
            yield return "influx:token: 2.x and 3.x need one";
    }

    /// <summary>
    /// What is kept on servers, so that a command that works on the files of the data folder would leave it out; one line for
    /// each, naming the key.
    /// </summary>
    public static IEnumerable<string> Elsewhere(Settings settings)
    {
        if (settings.Text("store:kind") == "influxdb")
            yield return "store:kind: samples are kept on an InfluxDB server, which this command does not read";
        if (settings.Text("database:kind") == "postgresql")
            yield return "database:kind: sites, incidents and the record are kept on a PostgreSQL server, which this command does not copy";
    }

    /// <summary>The embedded store as a command opens it that needs the samples.</summary>
    /// <exception cref="IOException">The samples are on a server.</exception>
    public static ITelemetryStore OpenFiles(Settings settings, DataFolder data, Func<EmbeddedStoreOptions, ITelemetryStore> open) =>
        settings.Text("store:kind") == "influxdb"
            ? throw new IOException("store:kind: samples are kept on an InfluxDB server, which this command does not read; GET /api/v1/points/{id}/samples?format=csv does")
            : open(new EmbeddedStoreOptions { Directory = data.Telemetry, MemoryMebibytes = settings.Integer("store:memoryMebibytes") });

    /// <summary>The store for a command that only looks, also beside a serving process.</summary>
    public static ITelemetryStore OpenLooking(Settings settings, DataFolder data) => OnInflux(settings)
        ? InfluxTelemetryStore.Open(Influx(settings, data), TimeProvider.System)
        : new FilesOnlyStore(Embedded(settings, data));

    /// <summary>The store for a command that changes it; no other process may keep it meanwhile.</summary>
    public static ITelemetryStore OpenKeeping(Settings settings, DataFolder data) => OnInflux(settings)
        ? InfluxTelemetryStore.Open(Influx(settings, data), TimeProvider.System)
        : EmbeddedTelemetryStore.Open(Embedded(settings, data));

    private static bool OnInflux(Settings settings) => settings.Text("store:kind") == "influxdb";

    private static EmbeddedStoreOptions Embedded(Settings settings, DataFolder data) =>
        new() { Directory = data.Telemetry, MemoryMebibytes = settings.Integer("store:memoryMebibytes") };

    private static InfluxOptions Influx(Settings settings, DataFolder data) => new()
    {
        Url = new Uri(settings.List("influx:url")[0]),
        Directory = data.Influx,
        Generation = settings.Text("influx:version") switch
        {
            "1" => InfluxGeneration.One,
            "2" => InfluxGeneration.Two,
            "3" => InfluxGeneration.Three,
            _ => InfluxGeneration.Auto,
        },
        Database = settings.Text("influx:database"),
        RetentionPolicy = settings.Text("influx:retentionPolicy"),
        RetentionDays = settings.Integer("influx:retentionDays"),
        User = settings.Text("influx:user"),
        Password = settings.Text("influx:password"),
        Organisation = settings.Text("influx:organisation"),
        Token = settings.Text("influx:token"),
        Timeout = TimeSpan.FromSeconds(settings.Number("influx:timeoutSeconds")),
        AuthorityFile = settings.Text("influx:authority"),
    };
}
