using System.Globalization;
using System.Net.WebSockets;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>MQTT over WebSocket, behind the same guard as every other way.</summary>
[Collection(nameof(BrokerFigures))]
public sealed class WebSocketTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_device_publishes_by_WebSocket_with_its_password(MqttProtocolVersion version)
    {
        await using TestBroker broker = await TestBroker.Start();
        using IMqttClient client = await broker.Connect(version, change: o => o.WithWebSocketServer(w => w.WithUri($"ws://127.0.0.1:{broker.HttpPort}/mqtt")));
        Assert.True((await client.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
        Assert.Equal(1, broker.Guard.Counters.Open);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_by_WebSocket_too()
    {
        await using TestBroker broker = await TestBroker.Start();
        (_, MqttClientConnectResult told) = await broker.TryConnect(password: "wrong", change: o => o.WithWebSocketServer(w => w.WithUri($"ws://127.0.0.1:{broker.HttpPort}/mqtt")));
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, told.ResultCode);
    }

    [Theory]
    [InlineData(new byte[] { 0x10, 0x64, 0x00 }, GuardReason.EndedInsidePacket, true)]
    [InlineData(new byte[] { 0x10, 0x80, 0x80, 0x80, 0x64, 0, 4 }, GuardReason.PacketTooLarge, false)]
    public async Task The_guard_stands_in_front_of_a_WebSocket_as_well(byte[] sent, GuardReason reason, bool closes)
    {
        await using TestBroker broker = await TestBroker.Start();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{broker.HttpPort}/mqtt"), CancellationToken.None).WaitAsync(TestBroker.Deadline);
        Assert.Equal("mqtt", socket.SubProtocol);
        await socket.SendAsync(sent, WebSocketMessageType.Binary, true, CancellationToken.None);
        if (closes)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await TestBroker.Until(() => broker.Guard.Counters.Closed(reason) == 1 && broker.Guard.Counters.Open == 0);
    }

    [Fact]
    public async Task Switched_off_there_is_nothing_at_its_path()
    {
        await using TestBroker broker = await TestBroker.Start(new MqttOptions { WebSocket = false });
        using var http = new HttpClient { Timeout = TestBroker.Deadline };
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"http://127.0.0.1:{broker.HttpPort}/mqtt"))).StatusCode);
    }

    private static MqttApplicationMessage Good(int value) => TestBroker.Message(string.Create(CultureInfo.InvariantCulture, $"{{\"v\":{{\"h2s\":{value}}}}}"));
}
