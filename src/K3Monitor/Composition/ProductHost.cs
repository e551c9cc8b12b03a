using System.Net;
using K3Monitor.App.Composition.Database;
using K3Monitor.App.Configuration;
using K3Monitor.App.Retention;
using K3Monitor.Dashboard;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Doors;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Hosting;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Subscriptions;
using K3Monitor.Inspection;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace K3Monitor.App.Composition;

/// <summary>What the product is composed from.</summary>
/// <param name="Settings">The settings in force.</param>
/// <param name="Packs">Sound rule packs.</param>
/// <param name="Data">The data folder.</param>
/// <param name="Clock">The plant's clock.</param>
/// <param name="ClockSpeed">How fast it runs; 1 in production.</param>
internal sealed record ProductParts(Settings Settings, IReadOnlyList<RulePack> Packs, DataFolder Data, TimeProvider Clock, double ClockSpeed = 1)
{
    /// <summary>Declared mappings of JSON messages.</summary>
    public MappingSet Mappings { get; init; } = MappingSet.None;
}

/// <summary>Composes the whole product into one process.</summary>
internal static class ProductHost
{
    /// <summary>Builds the host; nothing runs yet.</summary>
    public static WebApplication Build(ProductParts parts)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ProductHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true)
            .SetMinimumLevel(Enum.Parse<LogLevel>(parts.Settings.Text("log:level")))
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("MQTTnet", LogLevel.Warning)
            // Its warning that the keys lie unencrypted repeats at every start; docs say who may read the data folder.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Host.UseSystemd();
        MqttOptions mqtt = Mqtt(parts.Settings);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, parts.Settings, mqtt));
        AddServices(builder.Services, parts, mqtt);
        WebApplication app = builder.Build();
        app.UseK3Ingest();
        app.MapK3Dashboard();
        return app;
    }

    /// <summary>The addresses at which pages can be had, once the host runs; MQTT ports left out.</summary>
    public static IReadOnlyList<string> Addresses(WebApplication app, Settings settings)
    {
        int[] mqtt = [settings.Integer("mqtt:port"), settings.Integer("mqtt:tlsPort")];
        return [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Where(a => !mqtt.Contains(BindingAddress.Parse(a).Port))];
    }

    private static void AddServices(IServiceCollection services, ProductParts parts, MqttOptions mqtt)
    {
        services.AddSingleton(parts.Clock);
        services.AddSingleton(new WallClock(TimeProvider.System));
        services.AddSingleton(parts.Packs);
        services.AddTelemetryStore(parts.Settings, parts.Data);
        services.AddK3WatchedDatabase(parts.Settings, parts.Data);
        services.AddSingleton(GapSettings.From(parts.Settings));
        services.AddK3Retention(parts.Settings, parts.Data);
        services.AddInspection();
        services.AddK3Ingest(Ingest(parts, mqtt));
        services.AddK3Subscriptions(Sources.From(parts.Settings));
        services.AddK3Dashboard(new DashboardOptions
        {
            DataDirectory = parts.Data.Root,
            WallClock = TimeProvider.System,
            ClockSpeed = parts.ClockSpeed,
            ClockNote = parts.ClockSpeed == 1 ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{parts.ClockSpeed:0.##}×"),
        });
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    private static IngestOptions Ingest(ProductParts parts, MqttOptions mqtt) => new()
    {
        Mqtt = mqtt,
        Mappings = parts.Mappings,
        Doors = new DoorOptions
        {
            Enabled = bool.Parse(parts.Settings.Text("doors:enabled")),
            MaxBodyBytes = parts.Settings.Integer("doors:maxBodyMebibytes") << 20,
            MaxAtOnce = parts.Settings.Integer("doors:maxAtOnce"),
        },
        JournalDirectory = parts.Data.Journal,
        Journal = Import.JournalSettings.Of(parts.Settings),
        Flush = FlushPolicy.Default with { Every = TimeSpan.FromMinutes(parts.Settings.Number("store:flushMinutes")) },
        Rules = new LaneRules(parts.Packs, new LaneOptions
        {
            LatenessBound = TimeSpan.FromMinutes(parts.Settings.Number("rules:latenessMinutes")),
            HoldIntervals = parts.Settings.Number("rules:holdIntervals"),
        }, UnverifiedOpenIncidents: parts.Settings.Text("rules:unverified") == "incidents"),
    };

    private static MqttOptions Mqtt(Settings settings) => new()
    {
        Address = settings.Text("mqtt:address"),
        Port = settings.Integer("mqtt:port"),
        TlsPort = settings.Integer("mqtt:tlsPort"),
        CertificateFile = settings.Text("mqtt:certificate"),
        CertificatePassword = settings.Text("mqtt:certificatePassword"),
        ClientAuthorityFile = settings.Text("mqtt:clientCa"),
        RevokedCertificatesFile = settings.Text("mqtt:revokedCertificates"),
        SparkplugHost = settings.Text("mqtt:sparkplugHost"),
        WebSocket = bool.Parse(settings.Text("mqtt:webSocket")),
        MaxPacketBytes = settings.Integer("mqtt:maxPacketBytes"),
        MaxConnections = settings.Integer("mqtt:maxConnections"),
        MaxConnectionsPerAddress = settings.Integer("mqtt:maxConnectionsPerAddress"),
        MaxConnectionsPerDevice = settings.Integer("mqtt:maxConnectionsPerDevice"),
        MaxMessagesPerSecondPerDevice = settings.Integer("mqtt:maxMessagesPerSecondPerDevice"),
        ConnectTimeout = TimeSpan.FromSeconds(settings.Integer("mqtt:connectTimeoutSeconds")),
    };

    private static void Listen(KestrelServerOptions kestrel, Settings settings, MqttOptions mqtt)
    {
        // Nothing is uploaded but forms and calculator input; 30 MB each, the default, would let strangers fill the memory.
        kestrel.Limits.MaxRequestBodySize = 1 << 20;
        kestrel.Limits.MaxConcurrentUpgradedConnections = mqtt.MaxConnections;
        var connections = new HttpConnections(settings.Integer("http:maxConnections"));
        foreach (string url in settings.List("http:urls"))
        {
            BindingAddress address = BindingAddress.Parse(url);
            void Configure(ListenOptions listen)
            {
                connections.Limit(listen);
                if (address.Scheme == "https")
                    listen.UseHttps(settings.Text("http:certificate"), settings.Text("http:certificatePassword"));
            }

            if (IPAddress.TryParse(address.Host, out IPAddress? ip))
                kestrel.Listen(ip, address.Port, Configure);
            else if (address.Host == "localhost")
                kestrel.ListenLocalhost(address.Port, Configure);
            else
                kestrel.ListenAnyIP(address.Port, Configure);
        }

        kestrel.ListenForMqtt(mqtt);
    }
}
