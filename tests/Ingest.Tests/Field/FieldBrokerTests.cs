using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Formats.SparkplugB;
using K3Monitor.Ingest.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Field;

/// <summary>Devices with topics of their own at the embedded broker.</summary>
public sealed class FieldBrokerTests
{
    [Fact]
    public async Task A_device_publishes_on_granted_topics_and_is_acknowledged_after_the_commit_and_on_no_others()
    {
        await using TestBroker broker = await TestBroker.Start();
        broker.Registry.Snapshot = FieldPlant.Topology(("", "room1"));
        broker.Journal.CommitAtOnce = false;
        using IMqttClient client = await broker.Connect(MqttProtocolVersion.V500);
        Task<MqttClientPublishResult> sent = client.PublishAsync(Message("tele/room1/SENSOR", FieldPlant.Payload("044-tasmota-sensor-bme680.json")));
        await broker.Journal.Reached(2).WaitAsync(TestBroker.Deadline);
        await broker.RoundTrip();
        Assert.False(sent.IsCompleted);
        broker.Journal.CommitAll();
        Assert.True((await sent.WaitAsync(TestBroker.Deadline)).IsSuccess);
        Assert.Equal(23.2, FieldPlant.Samples(broker.Journal).Single().Sample.Sample.Value);

        broker.Journal.CommitAtOnce = true;
        MqttClientPublishResult refused = await client.PublishAsync(Message("tele/room2/SENSOR", "{}"u8.ToArray())).WaitAsync(TestBroker.Deadline);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, refused.ReasonCode);
        Assert.Contains(FieldPlant.Refusals(broker.Journal), r => r.Reason == "publish.foreign-topic");
    }

    [Fact]
    public async Task A_Sparkplug_node_hears_the_request_for_a_rebirth_and_the_state_of_its_host()
    {
        await using TestBroker broker = await TestBroker.Start(new MqttOptions { SparkplugHost = "k3" });
        broker.Registry.Snapshot = FieldPlant.Topology(("", "plant1/edge1"));
        using IMqttClient node = await broker.Connect();
        var heard = new Dictionary<string, TaskCompletionSource<byte[]>> { ["spBv1.0/STATE/k3"] = new(), ["spBv1.0/plant1/NCMD/edge1"] = new() };
        node.ApplicationMessageReceivedAsync += e =>
        {
            heard[e.ApplicationMessage.Topic].TrySetResult(System.Buffers.BuffersExtensions.ToArray(e.ApplicationMessage.Payload));
            return Task.CompletedTask;
        };
        await node.SubscribeAsync("spBv1.0/STATE/+").WaitAsync(TestBroker.Deadline);
        await node.SubscribeAsync("spBv1.0/plant1/NCMD/edge1/#").WaitAsync(TestBroker.Deadline);
        MqttClientSubscribeResult foreign = await node.SubscribeAsync("spBv1.0/plant1/+/edge2/#").WaitAsync(TestBroker.Deadline);
        Assert.True((int)foreign.Items.Single().ResultCode >= 128);
        Assert.Contains("\"online\":true", System.Text.Encoding.UTF8.GetString(await heard["spBv1.0/STATE/k3"].Task.WaitAsync(TestBroker.Deadline)), StringComparison.Ordinal);

        await node.PublishAsync(Message("spBv1.0/plant1/NDATA/edge1", FieldPlant.Payload("006-sparkplugb-ndata-seq-wrap.b64"))).WaitAsync(TestBroker.Deadline);
        byte[] asked = await heard["spBv1.0/plant1/NCMD/edge1"].Task.WaitAsync(TestBroker.Deadline);
        SparkplugMetric metric = Assert.Single(SparkplugPayload.Read(asked).Payload!.Metrics);
        Assert.Equal(("Node Control/Rebirth", SparkplugType.Boolean), (metric.Name, metric.Type));
    }

    private static MqttApplicationMessage Message(string topic, byte[] payload) =>
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
}
