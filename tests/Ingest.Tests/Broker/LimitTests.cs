using System.Globalization;
using System.Net;
using System.Net.Sockets;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Broker.Connections;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Broker.Limits;
using K3Monitor.Ingest.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>What a client may cost, and what happens at each bound.</summary>
[Collection(nameof(BrokerFigures))]
public sealed class LimitTests
{
    [Fact]
    public async Task The_bounds_are_announced_to_MQTT_5_clients()
    {
        await using TestBroker broker = await TestBroker.Start(new MqttOptions { MaxPacketBytes = 4096 });
        (IMqttClient client, MqttClientConnectResult told) = await broker.TryConnect(MqttProtocolVersion.V500, change: o => o.WithSessionExpiryInterval(3600).WithCleanStart(false));
        client.Dispose();
        Assert.Equal((4096u, (ushort?)ConnectionState.MostUnacknowledged, (ushort)Announcement.TopicAliasMaximum), (told.MaximumPacketSize, told.ReceiveMaximum, told.TopicAliasMaximum));
        Assert.Equal((false, false), (told.SharedSubscriptionAvailable, told.IsSessionPresent));
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_session_ends_with_its_connection_and_none_is_left_in_memory(MqttProtocolVersion version)
    {
        await using TestBroker broker = await TestBroker.Start();
        for (int round = 0; round < 3; round++)
        {
            (IMqttClient client, MqttClientConnectResult told) = await broker.TryConnect(version, change: o =>
            {
                if (version == MqttProtocolVersion.V500)
                    o.WithCleanStart(false).WithSessionExpiryInterval(3600);
                else
                    o.WithCleanSession(false);
            });
            Assert.False(told.IsSessionPresent);
            await client.SubscribeAsync(Plant.Topic("status")).WaitAsync(TestBroker.Deadline);
            await client.DisconnectAsync().WaitAsync(TestBroker.Deadline);
            await broker.Left();
        }

        await broker.Upkeep.SweepAsync();
        Assert.Equal(0, broker.Connections.Count);
        Assert.Equal(0, await broker.Sessions());
    }

    [Fact]
    public async Task A_crowd_of_connections_is_closed_beyond_the_bound_and_those_inside_go_on()
    {
        await using TestBroker broker = await TestBroker.Start(new MqttOptions { MaxConnections = 5 });
        using IMqttClient good = await broker.Connect();
        var crowd = new List<Socket>();
        try
        {
            for (int i = 0; i < 4; i++)
                crowd.Add(await Raw(broker));
            for (int i = 0; i < 20; i++)
            {
                Assert.True(await IsTurnedAway(broker));
            }

            Assert.Equal(20, broker.Guard.Counters.Closed(GuardReason.TooManyConnections));
            await good.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline);

            // Pages stand on a listener of their own and are not shut out.
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{broker.HttpPort}"), Timeout = TestBroker.Deadline };
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/nothing")).StatusCode);
        }
        finally
        {
            crowd.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public async Task A_device_has_so_many_places_and_a_take_over_needs_none()
    {
        await using TestBroker broker = await TestBroker.Start(new MqttOptions { MaxConnectionsPerDevice = 2 });
        using IMqttClient first = await broker.Connect();
        using IMqttClient second = await broker.Connect(client: Plant.Device + "/2");
        Assert.Equal(MqttClientConnectResultCode.QuotaExceeded, (await broker.TryConnect(MqttProtocolVersion.V500, client: Plant.Device + "/3")).Result.ResultCode);
        Task gone = TestBroker.Gone(second);
        using IMqttClient taken = await broker.Connect(client: Plant.Device + "/2");
        await gone;
        await first.DisconnectAsync().WaitAsync(TestBroker.Deadline);
        await broker.Left(open: 1);
        using IMqttClient third = await broker.Connect(client: Plant.Device + "/3");
        Assert.True((await taken.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
    }

    [Fact]
    public async Task A_wrong_password_never_takes_a_session_over()
    {
        await using TestBroker broker = await TestBroker.Start();
        using IMqttClient own = await broker.Connect();
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, (await broker.TryConnect(password: "wrong")).Result.ResultCode);
        Assert.True((await own.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
    }

    [Fact]
    public async Task A_device_that_is_too_fast_is_read_more_slowly_and_loses_nothing()
    {
        var wall = new FakeTimeProvider();
        await using TestBroker broker = await TestBroker.Start(new MqttOptions { MaxMessagesPerSecondPerDevice = 10 }, wall);
        using IMqttClient client = await broker.Connect();
        Task[] publishes = [.. Enumerable.Range(0, 15).Select(i => client.PublishAsync(Good(i)))];
        await broker.Journal.Reached(10).WaitAsync(TestBroker.Deadline);
        await broker.Counters.Reaches("k3_messages_held_back");
        Assert.Equal(10, broker.Journal.Records.Count);
        while (!Task.WhenAll(publishes).IsCompleted)
        {
            wall.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await Task.WhenAll(publishes);
        Assert.Equal(15, broker.Journal.Records.Count);
    }

    [Fact]
    public void The_pace_is_one_for_all_connections_of_a_device_and_no_other_s()
    {
        var time = new FakeTimeProvider();
        var pace = new MessagePace(time, 2);
        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)], Enumerable.Range(0, 4).Select(_ => pace.Take("a")));
        Assert.Equal(TimeSpan.Zero, pace.Take("b"));
        time.Advance(TimeSpan.FromHours(1));
        pace.Sweep();
        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(0.5)], Enumerable.Range(0, 3).Select(_ => pace.Take("a")));
    }

    [Fact]
    public void One_warning_a_minute_is_told_and_the_others_are_counted()
    {
        var time = new FakeTimeProvider();
        var pace = new WarningPace(time);
        Assert.True(pace.MayTell("a", out _));
        Assert.False(pace.MayTell("a", out _));
        Assert.False(pace.MayTell("a", out _));
        Assert.True(pace.MayTell("b", out _));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(pace.MayTell("a", out int hidden));
        Assert.Equal(2, hidden);
    }

    [Fact]
    public async Task So_many_acknowledgements_may_wait_and_then_nothing_more_is_read_until_one_has_gone()
    {
        var state = new ConnectionState();
        for (int i = 0; i < ConnectionState.MostUnacknowledged; i++)
        {
            Assert.True(state.RoomAsync().IsCompleted);
            state.Await((ushort)i, Task.CompletedTask);
        }

        Task room = state.RoomAsync();
        Assert.False(room.IsCompleted);
        state.Done(7);
        await room.WaitAsync(TestBroker.Deadline);
    }

    [Fact]
    public async Task A_QoS_0_message_whose_commit_fails_is_counted_as_lost()
    {
        await using TestBroker broker = await TestBroker.Start();
        broker.Journal.CommitAtOnce = false;
        using IMqttClient client = await broker.Connect();
        await client.PublishAsync(TestBroker.Message("{\"v\":{\"h2s\":1}}", qos: MqttQualityOfServiceLevel.AtMostOnce));
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        broker.Journal.Fail(0);
        await broker.Counters.Reaches("k3_unacknowledged_lost");
    }

    private static async Task<Socket> Raw(TestBroker broker)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, broker.Port);
        return socket;
    }

    /// <summary>Whether a connection is closed; the reset may come while it is still being made.</summary>
    private static async Task<bool> IsTurnedAway(TestBroker broker)
    {
        try
        {
            using Socket over = await Raw(broker);
            return await over.ReceiveAsync(new byte[1]).WaitAsync(TestBroker.Deadline) == 0;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private static MqttApplicationMessage Good(int value) => TestBroker.Message(string.Create(CultureInfo.InvariantCulture, $"{{\"v\":{{\"h2s\":{value}}}}}"));
}
