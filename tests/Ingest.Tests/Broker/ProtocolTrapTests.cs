using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using K3Monitor.Ingest.Broker.Connections;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Topology;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>Traps of the protocol that no well-behaved client shows; spoken byte by byte.</summary>
[Collection(nameof(BrokerFigures))]
public sealed class ProtocolTrapTests : IAsyncLifetime
{
    private TestBroker broker = null!;

    public async ValueTask InitializeAsync() => broker = await TestBroker.Start();

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Fact]
    public async Task A_QoS_2_message_that_comes_again_before_its_release_is_taken_once_and_after_it_anew()
    {
        using Socket raw = await SignIn(version: 4);
        byte[] publish = Publish(0x34, 7, "{\"v\":{\"h2s\":1}}");
        await raw.SendAsync(publish);
        Assert.Equal([0x50, 2, 0, 7], await Receive(raw, 4));
        publish[0] |= 8;
        await raw.SendAsync(publish);
        Assert.Equal([0x50, 2, 0, 7], await Receive(raw, 4));
        Assert.Single(broker.Journal.Records);
        await broker.Counters.Reaches("k3_messages_repeated");

        await raw.SendAsync(new byte[] { 0x62, 2, 0, 7 });
        Assert.Equal([0x70, 2, 0, 7], await Receive(raw, 4));
        publish[0] = 0x34;
        await raw.SendAsync(publish);
        Assert.Equal([0x50, 2, 0, 7], await Receive(raw, 4));
        Assert.Equal(2, broker.Journal.Records.Count);
    }

    [Fact]
    public async Task A_topic_alias_stands_for_its_topic_on_its_own_connection()
    {
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        await client.PublishAsync(Aliased(Plant.Topic(), 1)).WaitAsync(TestBroker.Deadline);
        await client.PublishAsync(Aliased("", 1)).WaitAsync(TestBroker.Deadline);
        Assert.Equal([RecordKind.Samples, RecordKind.Samples], broker.Journal.Records.Select(r => r.Kind));
    }

    [Fact]
    public async Task An_alias_that_was_never_given_ends_the_connection_and_is_not_acknowledged()
    {
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        Task gone = TestBroker.Gone(client);
        Task publish = client.PublishAsync(Aliased("", 2));
        await gone;
        await Assert.ThrowsAnyAsync<Exception>(() => publish.WaitAsync(TestBroker.Deadline));
        Assert.Empty(broker.Journal.Records);
    }

    [Fact]
    public async Task An_alias_beyond_the_bound_ends_the_connection_so_that_aliases_cannot_fill_the_memory()
    {
        // The client library keeps to what it was told, so this one does not ask it.
        using Socket raw = await SignIn(version: 5);
        byte[] topic = Encoding.UTF8.GetBytes(Plant.Topic());
        byte[] body = [0, (byte)topic.Length, .. topic, 0, 1, 3, 0x23, 0, Announcement.TopicAliasMaximum + 1, .. "{}"u8];
        await raw.SendAsync((byte[])[0x32, (byte)body.Length, .. body]);
        await broker.Counters.Reaches("k3_connections_closed topic-alias");
        await broker.Left();
        Assert.Empty(broker.Journal.Records);
    }

    [Fact]
    public async Task A_store_that_stalls_longer_than_the_keep_alive_lets_the_device_come_back_and_loses_nothing()
    {
        broker.Journal.CommitAtOnce = false;
        IMqttClient first = await broker.Connect(change: o => o.WithKeepAlivePeriod(TimeSpan.FromSeconds(1)));
        _ = first.PublishAsync(Good(1)).ContinueWith(t => t.Exception, TaskScheduler.Default);
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        // It has given up waiting, and its connection with it.
        first.Dispose();

        using IMqttClient again = await broker.Connect();
        Task<MqttClientPublishResult> second = again.PublishAsync(Good(1));
        await broker.Journal.Reached(2).WaitAsync(TestBroker.Deadline);
        Assert.False(second.IsCompleted);
        broker.Journal.CommitAll();
        Assert.True((await second.WaitAsync(TestBroker.Deadline)).IsSuccess);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_credential_that_is_revoked_or_replaced_ends_its_open_connections_and_no_other(bool replaced)
    {
        using IMqttClient old = await broker.Connect();
        DeviceProof proof = broker.Registry.Proved.Single();
        Task gone = TestBroker.Gone(old);
        IMqttClient? renewed = null;
        if (replaced)
        {
            renewed = await broker.Connect(client: Plant.Device + "/new");
            broker.Registry.Ended[proof] = 0;
        }
        else
        {
            broker.Registry.Revoked[Plant.Device] = 0;
        }

        // Nobody asks for it: the broker looks by itself each second.
        await gone;
        await broker.Counters.Reaches("k3_connections_closed credential-ended");
        if (renewed is not null)
            Assert.True((await renewed.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
        renewed?.Dispose();
    }

    [Fact]
    public async Task A_session_that_is_taken_over_keeps_no_acknowledgement_of_the_connection_before()
    {
        broker.Journal.CommitAtOnce = false;
        using IMqttClient first = await broker.Connect(change: o => o.WithCleanSession(false));
        _ = first.PublishAsync(Good(1)).ContinueWith(t => t.Exception, TaskScheduler.Default);
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);

        using IMqttClient second = await broker.Connect(change: o => o.WithCleanSession(false));
        Task<MqttClientPublishResult> publish = second.PublishAsync(Good(2));
        await broker.Journal.Reached(2).WaitAsync(TestBroker.Deadline);
        broker.Journal.Commit(0);
        await broker.RoundTrip();
        Assert.False(publish.IsCompleted);
        broker.Journal.Commit(1);
        Assert.True((await publish.WaitAsync(TestBroker.Deadline)).IsSuccess);
    }

    private async Task<Socket> SignIn(byte version)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, broker.Port);
        byte[] properties = version == 5 ? [0] : [];
        byte[] body = [.. Text("MQTT"), version, 0xC2, 0, 0, .. properties, .. Text(Plant.Device), .. Text(Plant.Device), .. Text(Plant.Password)];
        await socket.SendAsync((byte[])[0x10, (byte)body.Length, .. body]);
        byte[] head = await Receive(socket, 2);
        byte[] rest = await Receive(socket, head[1]);
        Assert.Equal((0x20, 0), (head[0], rest[1]));
        return socket;
    }

    private static byte[] Publish(byte first, byte packetId, string payload)
    {
        byte[] body = [.. Text(Plant.Topic()), 0, packetId, .. Encoding.UTF8.GetBytes(payload)];
        return [first, (byte)body.Length, .. body];
    }

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [0, (byte)bytes.Length, .. bytes];
    }

    private static async Task<byte[]> Receive(Socket socket, int count)
    {
        using var deadline = new CancellationTokenSource(TestBroker.Deadline);
        byte[] bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            int read = await socket.ReceiveAsync(bytes.AsMemory(have), deadline.Token);
            Assert.NotEqual(0, read);
            have += read;
        }

        return bytes;
    }

    private static MqttApplicationMessage Aliased(string topic, ushort alias) => new MqttApplicationMessageBuilder()
        .WithTopic(topic).WithTopicAlias(alias).WithPayload("{\"v\":{\"h2s\":1}}").WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();

    private static MqttApplicationMessage Good(int value) => TestBroker.Message(string.Create(CultureInfo.InvariantCulture, $"{{\"v\":{{\"h2s\":{value}}}}}"));
}
