using System.Collections.Concurrent;
using System.Text;
using K3Monitor.Ingest.Broker.Connections;
using K3Monitor.Ingest.Broker.Retained;
using K3Monitor.Ingest.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>What a device gets from the broker: its own retained messages, over restarts, and nothing whose time is over.</summary>
[Collection(nameof(BrokerFigures))]
public sealed class DeliveryTests : IAsyncLifetime
{
    private TestBroker broker = null!;

    public async ValueTask InitializeAsync() => broker = await TestBroker.Start();

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Fact]
    public async Task Retained_status_and_description_are_there_after_a_restart_of_the_broker_and_gone_after_an_empty_payload()
    {
        using (IMqttClient client = await broker.Connect())
        {
            await client.PublishAsync(Retained("status", "online")).WaitAsync(TestBroker.Deadline);
            await client.PublishAsync(Retained("info", "{\"model\":\"M1\"}")).WaitAsync(TestBroker.Deadline);
        }

        await using TestBroker restarted = await TestBroker.Start(retained: broker.Retained);
        using (Subscriber after = await Subscriber.Of(restarted))
        {
            Assert.Equal([(Plant.Topic("info"), "{\"model\":\"M1\"}"), (Plant.Topic("status"), "online")], (await after.Take(2)).Select(m => (m.Topic, Text(m))).Order());
            await after.Client.PublishAsync(Retained("info", "")).WaitAsync(TestBroker.Deadline);
        }

        Assert.Equal(Plant.Topic("status"), Assert.Single(restarted.Retained.Kept).Topic);
        await using TestBroker again = await TestBroker.Start(retained: broker.Retained);
        using Subscriber last = await Subscriber.Of(again);
        Assert.Equal("online", Text((await last.Take(1)).Single()));
    }

    [Fact]
    public async Task A_retained_message_is_acknowledged_only_when_it_is_kept()
    {
        var keeping = new TaskCompletionSource();
        broker.Retained.Gate = keeping.Task;
        using IMqttClient client = await broker.Connect();
        Task<MqttClientPublishResult> publish = client.PublishAsync(Retained("status", "online"));
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        await broker.RoundTrip();
        Assert.False(publish.IsCompleted);
        keeping.SetResult();
        Assert.True((await publish.WaitAsync(TestBroker.Deadline)).IsSuccess);
        Assert.Single(broker.Retained.Kept);
    }

    [Fact]
    public async Task While_the_database_is_away_the_journal_answers_for_a_retained_message_and_the_newest_is_kept_when_it_is_back()
    {
        var wall = new FakeTimeProvider(Plant.Now.ToDateTimeOffset());
        await using TestBroker own = await TestBroker.Start(wall: wall);
        own.Retained.Broken = new InvalidOperationException("the database is away");
        using IMqttClient client = await own.Connect();
        Assert.True((await client.PublishAsync(Retained("status", "offline")).WaitAsync(TestBroker.Deadline)).IsSuccess);
        own.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await client.PublishAsync(Retained("telemetry", "{\"v\":{\"h2s\":1}}")).WaitAsync(TestBroker.Deadline)).IsSuccess);
        Assert.True((await client.PublishAsync(Retained("status", "online")).WaitAsync(TestBroker.Deadline)).IsSuccess);
        own.Retained.Broken = null;
        while (own.Retained.Kept.Count == 0)
        {
            wall.Advance(TimeSpan.FromSeconds(1));
            await own.RoundTrip();
        }

        Assert.Equal("online", Encoding.UTF8.GetString(Assert.Single(own.Retained.Kept).Payload.Span));
    }

    [Fact]
    public async Task No_topic_but_the_two_of_a_device_is_retained()
    {
        using IMqttClient client = await broker.Connect();
        await client.PublishAsync(Retained("a/b/status", "online")).WaitAsync(TestBroker.Deadline);
        await client.PublishAsync(Retained("x/info", "{}")).WaitAsync(TestBroker.Deadline);
        Assert.Empty(broker.Retained.Kept);
        Assert.Equal(2, broker.Counters.Of("k3_not_retained topic"));
    }

    [Fact]
    public async Task Telemetry_and_what_is_too_long_are_taken_but_not_retained()
    {
        using IMqttClient client = await broker.Connect();
        await client.PublishAsync(Retained("telemetry", "{\"v\":{\"h2s\":1}}")).WaitAsync(TestBroker.Deadline);
        await client.PublishAsync(Retained("info", $"{{\"model\":\"{new string('x', RetainedKeeper.LongestPayload)}\"}}")).WaitAsync(TestBroker.Deadline);
        Assert.Equal(2, broker.Journal.Records.Count);
        Assert.Empty(broker.Retained.Kept);
        Assert.Equal((1, 1), (broker.Counters.Of("k3_not_retained topic"), broker.Counters.Of("k3_not_retained too-long")));
    }

    [Fact]
    public async Task A_message_whose_time_is_over_is_not_delivered_and_one_with_time_left_says_how_much()
    {
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        await client.PublishAsync(Retained("status", "online", expiry: 60)).WaitAsync(TestBroker.Deadline);
        await client.PublishAsync(Retained("info", "{\"model\":\"M1\"}", expiry: 600)).WaitAsync(TestBroker.Deadline);
        broker.Clock.Advance(TimeSpan.FromSeconds(100));

        using Subscriber late = await Subscriber.Of(broker);
        MqttApplicationMessage only = (await late.Take(1)).Single();
        await broker.Counters.Reaches("k3_deliveries_dropped expired");
        Assert.Equal((Plant.Topic("info"), 500u), (only.Topic, only.MessageExpiryInterval));
        Assert.True(only.UserProperties is null or { Count: 0 });

        await broker.Upkeep.SweepAsync();
        Assert.Equal(Plant.Topic("info"), Assert.Single(broker.Retained.Kept).Topic);
        await using TestBroker restarted = await TestBroker.Start(retained: broker.Retained);
        restarted.Clock.Advance(TimeSpan.FromSeconds(100));
        using Subscriber after = await Subscriber.Of(restarted);
        Assert.Equal(500u, (await after.Take(1)).Single().MessageExpiryInterval);
    }

    [Fact]
    public async Task Subscriptions_are_granted_QoS_0_so_that_nothing_unacknowledged_piles_up()
    {
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        MqttClientSubscribeResult result = await client.SubscribeAsync(Plant.Topic("#"), MqttQualityOfServiceLevel.ExactlyOnce).WaitAsync(TestBroker.Deadline);
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS0, result.Items.Single().ResultCode);
    }

    [Fact]
    public async Task Shared_subscriptions_are_refused_and_so_is_one_subscription_too_many()
    {
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        MqttClientSubscribeResult shared = await Subscribe(client, "$share/g/" + Plant.Topic("status"));
        Assert.Equal(MqttClientSubscribeResultCode.SharedSubscriptionsNotSupported, shared.Items.Single().ResultCode);
        for (int i = 0; i < InboundGate.MostSubscriptions; i++)
            Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS0, (await Subscribe(client, Plant.Topic($"a/{i}"))).Items.Single().ResultCode);
        Assert.Equal(MqttClientSubscribeResultCode.QuotaExceeded, (await Subscribe(client, Plant.Topic("b"))).Items.Single().ResultCode);
    }

    [Fact]
    public async Task A_will_with_a_delay_comes_at_once_and_is_retained()
    {
        IMqttClient client = await broker.Connect(MqttProtocolVersion.V500, will: true, change: o => o.WithWillDelayInterval(3600));
        client.Dispose();
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        using Subscriber other = await Subscriber.Of(broker);
        Assert.Equal("offline", Text((await other.Take(1)).Single()));
    }

    private static Task<MqttClientSubscribeResult> Subscribe(IMqttClient client, string topic) =>
        client.SubscribeAsync(topic).WaitAsync(TestBroker.Deadline);

    private static string Text(MqttApplicationMessage message) => Encoding.UTF8.GetString(message.Payload);

    private static MqttApplicationMessage Retained(string kind, string payload, uint expiry = 0) => new MqttApplicationMessageBuilder()
        .WithTopic(Plant.Topic(kind)).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithRetainFlag()
        .WithMessageExpiryInterval(expiry).Build();

    /// <summary>A second connection of the device that subscribes all of its topics.</summary>
    private sealed class Subscriber : IDisposable
    {
        private readonly ConcurrentQueue<MqttApplicationMessage> got = new();
        private readonly Changes changes = new();

        private Subscriber(IMqttClient client) => Client = client;

        public IMqttClient Client { get; }

        public static async Task<Subscriber> Of(TestBroker broker)
        {
            var subscriber = new Subscriber(await broker.Connect(MqttProtocolVersion.V500, client: Plant.Device + "/subscriber"));
            subscriber.Client.ApplicationMessageReceivedAsync += e =>
            {
                subscriber.got.Enqueue(e.ApplicationMessage);
                subscriber.changes.Changed();
                return Task.CompletedTask;
            };
            await subscriber.Client.SubscribeAsync(Plant.Topic("#")).WaitAsync(TestBroker.Deadline);
            return subscriber;
        }

        public async Task<IReadOnlyList<MqttApplicationMessage>> Take(int count)
        {
            await changes.Until(() => got.Count >= count);
            // Whatever else was on its way has come.
            await Client.PingAsync().WaitAsync(TestBroker.Deadline);
            return [.. got];
        }

        public void Dispose() => Client.Dispose();
    }
}
