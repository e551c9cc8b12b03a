using System.Net;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Broker.Connections;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Broker.SignIn;
using K3Monitor.Ingest.Doors;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Hosting;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>The embedded broker as the product composes it, on real sockets, with a journal and a registry of the test's own.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly WebApplication app;

    private TestBroker(WebApplication app) => this.app = app;

    public FakeAppender Journal { get; private init; } = null!;

    public FakeRegistry Registry { get; private init; } = null!;

    public FakeRetained Retained { get; private init; } = null!;

    public FakeTimeProvider Clock { get; private init; } = null!;

    public Counters Counters { get; } = new();

    public MqttGuard Guard => app.Services.GetRequiredService<MqttGuard>();

    public HealthBoard Health => app.Services.GetRequiredService<HealthBoard>();

    public ConnectionTable Connections => app.Services.GetRequiredService<ConnectionTable>();

    public BrokerUpkeep Upkeep => app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<BrokerUpkeep>().Single();

    /// <summary>Port of plain MQTT.</summary>
    public int Port { get; private set; }

    /// <summary>Port of TLS; 0 when the options name none.</summary>
    public int TlsPort { get; private set; }

    /// <summary>Port of the pages, where WebSockets come.</summary>
    public int HttpPort { get; private set; }

    /// <summary>Starts one. A <see cref="MqttOptions.TlsPort"/> other than 0 opens TLS on a free port.</summary>
    /// <param name="options">Bounds and files.</param>
    /// <param name="wall">The wall clock; the machine's unless given.</param>
    /// <param name="retained">What a broker before it has kept.</param>
    /// <param name="doors">Bounds of the doors for HTTP.</param>
    public static async Task<TestBroker> Start(MqttOptions? options = null, TimeProvider? wall = null, FakeRetained? retained = null, DoorOptions? doors = null)
    {
        options ??= new MqttOptions();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, BrokerHosting.ServeMqtt);
            kestrel.Listen(IPAddress.Loopback, 0);
            if (options.TlsPort > 0)
                kestrel.Listen(IPAddress.Loopback, 0, BrokerHosting.ServeMqttOverTls);
        });
        var journal = new FakeAppender();
        var registry = new FakeRegistry();
        var clock = new FakeTimeProvider(Plant.Now.ToDateTimeOffset());
        retained ??= new FakeRetained();
        builder.Services.AddSingleton<IJournalAppender>(journal).AddSingleton<ITopologyRegistry>(registry).AddSingleton<IDeviceCredentials>(registry)
            .AddSingleton<IRetainedMessages>(retained).AddSingleton<TimeProvider>(clock).AddSingleton(new WallClock(wall ?? TimeProvider.System))
            .AddSingleton<IngestMeasures>().AddSingleton<MessageIntake>().AddSingleton<HealthBoard>().AddAuthorization();
        builder.Services.AddK3Field(MappingSet.None).AddK3Broker(options).AddK3Doors(doors ?? new DoorOptions());
        var broker = new TestBroker(builder.Build()) { Journal = journal, Registry = registry, Retained = retained, Clock = clock };
        broker.app.UseK3Broker();
        broker.app.MapK3Doors();
        await broker.app.StartAsync();
        int[] ports = [.. broker.app.Urls.Select(u => new Uri(u).Port)];
        (broker.Port, broker.HttpPort, broker.TlsPort) = (ports[0], ports[1], ports.Length > 2 ? ports[2] : 0);
        return broker;
    }

    public async Task<(IMqttClient Client, MqttClientConnectResult Result)> TryConnect(
        MqttProtocolVersion version = MqttProtocolVersion.V311, string? password = Plant.Password, string client = Plant.Device, string user = Plant.Device, bool will = false,
        Action<MqttClientOptionsBuilder>? change = null)
    {
        IMqttClient made = new MqttClientFactory().CreateMqttClient();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", Port)
            .WithProtocolVersion(version)
            .WithClientId(client)
            .WithCredentials(user, password)
            .WithTimeout(Deadline);
        if (will)
            options = options.WithWillTopic(Plant.Topic("status")).WithWillPayload("offline").WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithWillRetain();
        change?.Invoke(options);
        return (made, await made.ConnectAsync(options.Build()).WaitAsync(Deadline));
    }

    public async Task<IMqttClient> Connect(
        MqttProtocolVersion version = MqttProtocolVersion.V311, string client = Plant.Device, bool will = false, Action<MqttClientOptionsBuilder>? change = null)
    {
        (IMqttClient made, MqttClientConnectResult result) = await TryConnect(version, client: client, will: will, change: change);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return made;
    }

    /// <summary>Another client is answered: whatever the broker was about to send, it has had the time to.</summary>
    public async Task RoundTrip()
    {
        using IMqttClient other = await Connect(client: Plant.Device + "/round-trip");
        await other.PingAsync().WaitAsync(Deadline);
    }

    /// <summary>Ends when no more than so many connections are signed in and remembered.</summary>
    public Task Left(int open = 0) => Until(() => app.Services.GetRequiredService<SignedInDevices>().All.Count <= open && Connections.Count <= open);

    /// <summary>How many sessions the server holds.</summary>
    public async Task<int> Sessions() => (await app.Services.GetRequiredService<MqttServer>().GetSessionsAsync()).Count;

    /// <summary>Looks again and again, for what the server tells nobody.</summary>
    public static async Task Until(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!holds())
            await look.WaitForNextTickAsync(deadline.Token);
    }

    public static MqttApplicationMessage Message(string payload, string? topic = null, MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce) =>
        new MqttApplicationMessageBuilder().WithTopic(topic ?? Plant.Topic()).WithPayload(payload).WithQualityOfServiceLevel(qos).Build();

    public static Task Gone(IMqttClient client)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.DisconnectedAsync += _ =>
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        };
        if (!client.IsConnected)
            gone.TrySetResult();
        return gone.Task.WaitAsync(Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        Journal.CommitAll();
        await app.DisposeAsync();
        Counters.Dispose();
    }
}
