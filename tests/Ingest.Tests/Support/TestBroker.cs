using System.Net;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Measures;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.AspNetCore;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>The embedded broker on a real socket, with a journal and a registry of the test's own.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly WebApplication app;

    private TestBroker(WebApplication app) => this.app = app;

    public FakeAppender Journal { get; } = new();

    public FakeRegistry Registry { get; } = new();

    public IngestMeasures Measures { get; } = new();

    public MqttGuard Guard { get; private init; } = null!;

    public int Port { get; private set; }

    public static async Task<TestBroker> Start()
    {
        var guard = new MqttGuard(new GuardOptions(), TimeProvider.System);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.UseMqttGuard(guard);
            listen.UseMqtt();
        }));
        builder.Services.AddHostedMqttServer(o => o.WithoutDefaultEndpoint());
        builder.Services.AddMqttConnectionHandler();
        builder.Services.AddConnections();
        var broker = new TestBroker(builder.Build()) { Guard = guard };
        var clock = new FakeTimeProvider(Plant.Now.ToDateTimeOffset());
        var embedded = new EmbeddedBroker(
            broker.Registry, new MessageIntake(broker.Journal, broker.Measures), broker.Journal, broker.Measures, clock, new WallClock(TimeProvider.System), NullLogger<EmbeddedBroker>.Instance);
        embedded.Attach(broker.app.Services.GetRequiredService<MqttServer>());
        await broker.app.StartAsync();
        broker.Port = new Uri(broker.app.Urls.Single()).Port;
        return broker;
    }

    public async Task<(IMqttClient Client, MqttClientConnectResult Result)> TryConnect(
        MqttProtocolVersion version = MqttProtocolVersion.V311, string? password = Plant.Password, string client = Plant.Device, string user = Plant.Device, bool will = false)
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
        return (made, await made.ConnectAsync(options.Build()).WaitAsync(Deadline));
    }

    public async Task<IMqttClient> Connect(MqttProtocolVersion version = MqttProtocolVersion.V311, string client = Plant.Device, bool will = false)
    {
        (IMqttClient made, MqttClientConnectResult result) = await TryConnect(version, client: client, will: will);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return made;
    }

    /// <summary>Another client is answered: whatever the broker was about to send, it has had the time to.</summary>
    public async Task RoundTrip()
    {
        using IMqttClient other = await Connect(client: Plant.Device + "/round-trip");
        await other.PingAsync().WaitAsync(Deadline);
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
        Measures.Dispose();
    }
}
