using System.Net;
using System.Net.Sockets;
using K3Monitor.Ingest.Broker.Guard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.AspNetCore;

namespace K3Monitor.Ingest.Tests.GuardTests;

/// <summary>The guard where it belongs: in Kestrel, in front of MQTTnet, on real sockets.</summary>
public sealed class BrokerBehindGuardTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    // MQTT 3.1.1, clean session, no keep alive, client id "device".
    private static readonly byte[] Connect =
        [0x10, 18, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, 6, .. "device"u8];

    private readonly MqttGuard _guard = new(new GuardOptions { MaxPacketBytes = 1024 }, TimeProvider.System);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;
    private int _port;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Use(next => async connection =>
            {
                await next(connection);
                _ended.TrySetResult();
            });
            listen.UseMqttGuard(_guard);
            listen.UseMqtt();
        }));
        builder.Services.AddHostedMqttServer(o => o.WithoutDefaultEndpoint());
        builder.Services.AddMqttConnectionHandler();
        builder.Services.AddConnections();
        _app = builder.Build();
        await _app.StartAsync();
        _port = new Uri(_app.Urls.Single()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_dies_inside_a_packet_leaves_nothing_running()
    {
        using (var client = await ConnectedClient())
        {
            await client.SendAsync(new byte[] { 0x30, 0x64, 0x00 });
            client.Shutdown(SocketShutdown.Send);
            await _ended.Task.WaitAsync(Deadline);
        }

        Assert.Equal(0, _guard.Counters.Open);
        Assert.Equal(1, _guard.Counters.Closed(GuardReason.EndedInsidePacket));
    }

    [Fact]
    public async Task A_client_that_dies_inside_its_CONNECT_leaves_nothing_running()
    {
        using var client = await Socket();
        await client.SendAsync(new byte[] { 0x10, 0x64, 0x00 });
        client.Shutdown(SocketShutdown.Send);
        await _ended.Task.WaitAsync(Deadline);
        Assert.Equal(0, _guard.Counters.Open);
        Assert.Equal(1, _guard.Counters.Closed(GuardReason.EndedInsidePacket));
    }

    [Fact]
    public async Task A_header_that_announces_200_MB_closes_the_connection_and_others_go_on()
    {
        using var good = await ConnectedClient();
        using var bad = await Socket();
        await bad.SendAsync(new byte[] { 0x10, 0x80, 0x80, 0x80, 0x64, 0, 4, 0x4D, 0x51, 0x54, 0x54 });
        await _ended.Task.WaitAsync(Deadline);
        Assert.Equal(1, _guard.Counters.Closed(GuardReason.PacketTooLarge));
        Assert.Equal(1, _guard.Counters.Open);

        await good.SendAsync(new byte[] { 0xC0, 0 });
        Assert.Equal([0xD0, 0], await Receive(good, 2));
    }

    [Fact]
    public async Task A_publish_of_the_largest_size_is_acknowledged()
    {
        using var client = await ConnectedClient();
        byte[] body = [0, 1, (byte)'t', 0, 9, .. new byte[1024 - 3 - 5]];
        await client.SendAsync((byte[])[0x32, (byte)(body.Length | 0x80), (byte)(body.Length >> 7), .. body]);
        Assert.Equal([0x40, 2, 0, 9], await Receive(client, 4));
        Assert.Equal(1, _guard.Counters.Open);
    }

    private static async Task<byte[]> Receive(Socket socket, int count)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(have), deadline.Token);
            Assert.NotEqual(0, read);
            have += read;
        }

        return bytes;
    }

    private async Task<Socket> Socket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _port);
        return socket;
    }

    private async Task<Socket> ConnectedClient()
    {
        var socket = await Socket();
        await socket.SendAsync(Connect);
        Assert.Equal([0x20, 2, 0, 0], await Receive(socket, 4));
        return socket;
    }
}
