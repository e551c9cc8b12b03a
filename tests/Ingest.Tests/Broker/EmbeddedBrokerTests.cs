using System.Globalization;
using System.Net;
using System.Net.Sockets;
using K3Monitor.Ingest.Broker.Guard;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>Who may connect and publish, and what each wrong thing comes to, over real sockets.</summary>
public sealed class EmbeddedBrokerTests : IAsyncLifetime
{
    private TestBroker broker = null!;

    public async ValueTask InitializeAsync() => broker = await TestBroker.Start();

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Theory]
    [InlineData("wrong", Plant.Device)]
    [InlineData(Plant.Password, "tangki/nobody")]
    [InlineData(Plant.Password, "nonsense")]
    [InlineData(Plant.Password, "a/b/c")]
    public async Task A_wrong_password_or_name_is_refused(string password, string user)
    {
        (_, MqttClientConnectResult result) = await broker.TryConnect(password: password, user: user, client: user);
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, result.ResultCode);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttClientConnectResultCode.ServerUnavailable)]
    [InlineData(MqttProtocolVersion.V500, MqttClientConnectResultCode.ServerBusy)]
    public async Task Twenty_wrong_passwords_hold_back_even_the_right_one_as_busy_and_no_other_device(MqttProtocolVersion version, MqttClientConnectResultCode told)
    {
        const string other = "tangki/gas-2";
        broker.Registry.Snapshot = broker.Registry.Snapshot with
        {
            Devices = new Dictionary<string, Inspection.Topology.DeviceTopology>(broker.Registry.Snapshot.Devices) { [other] = Plant.DeviceWith() },
        };
        for (int i = 0; i < 20; i++)
            await broker.TryConnect(password: "wrong");
        Assert.Equal(told, (await broker.TryConnect(version)).Result.ResultCode);
        Assert.Equal(MqttClientConnectResultCode.Success, (await broker.TryConnect(user: other, client: other)).Result.ResultCode);
    }

    [Fact]
    public async Task The_client_id_of_another_device_is_refused()
    {
        (_, MqttClientConnectResult result) = await broker.TryConnect(client: "tangki/gas-12");
        Assert.Equal(MqttClientConnectResultCode.ClientIdentifierNotValid, result.ResultCode);
        using IMqttClient second = await broker.Connect(client: Plant.Device + "/2");
    }

    [Fact]
    public async Task A_registry_that_is_down_refuses_as_unavailable()
    {
        broker.Registry.Broken = new InvalidOperationException("the database is locked");
        (_, MqttClientConnectResult result) = await broker.TryConnect(MqttProtocolVersion.V500);
        Assert.Equal(MqttClientConnectResultCode.ServerUnavailable, result.ResultCode);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311, true)]
    [InlineData(MqttProtocolVersion.V500, false)]
    public async Task A_foreign_topic_is_kept_before_it_is_answered_and_the_connection_lives(MqttProtocolVersion version, bool taken)
    {
        broker.Journal.CommitAtOnce = false;
        using IMqttClient client = await broker.Connect(version);
        Task<MqttClientPublishResult> foreign = client.PublishAsync(TestBroker.Message("{\"v\":{\"h2s\":9}}", "k3/v1/tangki/gas-10/telemetry"));
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        await broker.RoundTrip();
        Assert.False(foreign.IsCompleted);
        broker.Journal.Commit(0);

        // MQTT 3.1.1 cannot refuse in an acknowledgement. A plain one is true: the message is durable, where a person sees it.
        MqttClientPublishReasonCode told = (await foreign.WaitAsync(TestBroker.Deadline)).ReasonCode;
        Assert.Equal(taken ? MqttClientPublishReasonCode.Success : MqttClientPublishReasonCode.NotAuthorized, told);
        (byte kind, byte[] content) = broker.Journal.Records.Single();
        Assert.Equal((RecordKind.Quarantined, "publish.foreign-topic", "gas-1"), (kind, QuarantinedRecord.Read(content).Refusals.Single().Reason, QuarantinedRecord.Read(content).Device));
        broker.Journal.CommitAtOnce = true;
        Assert.True((await client.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
    }

    [Fact]
    public async Task A_foreign_message_without_an_answer_does_not_let_an_earlier_acknowledgement_go_early()
    {
        broker.Journal.CommitAtOnce = false;
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        Task<MqttClientPublishResult> first = client.PublishAsync(Good(1));
        Task<MqttClientPublishResult> second = client.PublishAsync(Good(2));
        await broker.Journal.Reached(2).WaitAsync(TestBroker.Deadline);
        await client.PublishAsync(TestBroker.Message("{}", "k3/v1/x/y/telemetry", MqttQualityOfServiceLevel.AtMostOnce));
        Task<MqttClientPublishResult> third = client.PublishAsync(Good(3));
        await broker.Journal.Reached(4).WaitAsync(TestBroker.Deadline);
        broker.Journal.Commit(0);
        await first.WaitAsync(TestBroker.Deadline);
        await broker.RoundTrip();
        Assert.False(second.IsCompleted || third.IsCompleted);
        broker.Journal.CommitAll();
        await Task.WhenAll(second, third).WaitAsync(TestBroker.Deadline);
    }

    [Fact]
    public async Task Only_a_device_s_own_topics_may_be_subscribed()
    {
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        foreach (string foreign in (string[])["#", "k3/v1/+/+/telemetry", "k3/v1/tangki/gas-12/#"])
        {
            MqttClientSubscribeResult refused = await client.SubscribeAsync(foreign).WaitAsync(TestBroker.Deadline);
            Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, refused.Items.Single().ResultCode);
        }

        MqttClientSubscribeResult own = await client.SubscribeAsync(Plant.Topic("commands")).WaitAsync(TestBroker.Deadline);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS0, own.Items.Single().ResultCode);
    }

    [Fact]
    public async Task Malformed_JSON_is_acknowledged_kept_with_its_reason_and_the_next_message_works()
    {
        using IMqttClient client = await broker.Connect();
        await client.PublishAsync(TestBroker.Message("{\"v\":{")).WaitAsync(TestBroker.Deadline);
        await client.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline);
        Assert.Equal([RecordKind.Quarantined, RecordKind.Samples], broker.Journal.Records.Select(r => r.Kind));
        Assert.Equal("json.malformed", QuarantinedRecord.Read(broker.Journal.Records[0].Content).Refusals.Single().Reason);
    }

    [Fact]
    public async Task A_packet_of_10_MB_closes_its_connection_and_another_client_goes_on()
    {
        using IMqttClient good = await broker.Connect();
        using IMqttClient bad = await broker.Connect(client: Plant.Device + "/bad");
        Task gone = TestBroker.Gone(bad);
        Task publish = bad.PublishAsync(TestBroker.Message(new string('x', 10_000_000)));
        await gone;
        await Assert.ThrowsAnyAsync<Exception>(() => publish.WaitAsync(TestBroker.Deadline));
        Assert.Equal(1, broker.Guard.Counters.Closed(GuardReason.PacketTooLarge));
        await good.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline);
        Assert.Single(broker.Journal.Records);
    }

    [Fact]
    public async Task A_client_that_dies_inside_a_packet_harms_no_other()
    {
        using IMqttClient good = await broker.Connect();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, broker.Port);
        await socket.SendAsync(new byte[] { 0x10, 0x64, 0x00 });
        socket.Shutdown(SocketShutdown.Send);
        Assert.True(await IsClosed(socket));
        Assert.Equal(1, broker.Guard.Counters.Closed(GuardReason.EndedInsidePacket));
        await good.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline);
    }

    [Fact]
    public async Task A_client_that_vanishes_is_offline_by_its_will()
    {
        IMqttClient client = await broker.Connect(will: true);
        client.Dispose();
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        (byte kind, byte[] content) = broker.Journal.Records.Single();
        Assert.Equal(RecordKind.Status, kind);
        Assert.False(StatusRecord.Read(content).Online);
    }

    [Fact]
    public async Task A_payload_that_arrives_in_many_pieces_is_whole()
    {
        using IMqttClient client = await broker.Connect();
        string entries = string.Join(",", Enumerable.Range(0, 900).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"seq\":{i},\"v\":{{\"h2s\":1}},\"note\":\"{new string('x', 200)}\"}}")));
        await client.PublishAsync(TestBroker.Message($"[{entries}]")).WaitAsync(TestBroker.Deadline);
        Assert.Equal(900, SamplesRecord.Read(broker.Journal.Records.Single().Content).Samples.Count);
    }

    [Fact]
    public async Task A_device_that_was_removed_is_disconnected()
    {
        using IMqttClient client = await broker.Connect();
        broker.Registry.Snapshot = broker.Registry.Snapshot with { Devices = new Dictionary<string, Inspection.Topology.DeviceTopology>() };
        Task gone = TestBroker.Gone(client);
        _ = client.PublishAsync(Good(1));
        await gone;
        Assert.Empty(broker.Journal.Records);
    }

    private static async Task<bool> IsClosed(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]).WaitAsync(TestBroker.Deadline) == 0;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private static MqttApplicationMessage Good(int value) => TestBroker.Message(string.Create(CultureInfo.InvariantCulture, $"{{\"v\":{{\"h2s\":{value}}}}}"));
}
