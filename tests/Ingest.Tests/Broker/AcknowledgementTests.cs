using System.Globalization;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>Acknowledged means durable.</summary>
public sealed class AcknowledgementTests : IAsyncLifetime
{
    private TestBroker broker = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await TestBroker.Start();
        broker.Journal.CommitAtOnce = false;
    }

    public ValueTask DisposeAsync() => broker.DisposeAsync();

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData(MqttQualityOfServiceLevel.ExactlyOnce)]
    public async Task A_publish_is_acknowledged_only_after_its_commit(MqttQualityOfServiceLevel qos)
    {
        using IMqttClient client = await broker.Connect();
        Task<MqttClientPublishResult> publish = client.PublishAsync(Message(1, qos));
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        await broker.RoundTrip();
        Assert.False(publish.IsCompleted);
        broker.Journal.Commit(0);
        Assert.True((await publish.WaitAsync(TestBroker.Deadline)).IsSuccess);
    }

    [Fact]
    public async Task A_hundred_in_flight_are_all_read_and_acknowledged_in_their_order()
    {
        using IMqttClient client = await broker.Connect();
        var order = new List<int>();
        Task[] publishes = [.. Enumerable.Range(0, 100).Select(i => client.PublishAsync(Message(i)).ContinueWith(
            t =>
            {
                Assert.True(t.IsCompletedSuccessfully);
                lock (order)
                    order.Add(i);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default))];
        await broker.Journal.Reached(100).WaitAsync(TestBroker.Deadline);
        Assert.DoesNotContain(publishes, p => p.IsCompleted);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (double)i), Values());

        // The last commit first: no acknowledgement may overtake another.
        for (int i = 99; i >= 1; i--)
            broker.Journal.Commit(i);
        await broker.RoundTrip();
        Assert.DoesNotContain(publishes, p => p.IsCompleted);
        broker.Journal.Commit(0);
        await Task.WhenAll(publishes).WaitAsync(TestBroker.Deadline);
        Assert.Equal(100, order.Count);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_commit_that_fails_disconnects_without_acknowledgement_and_the_device_may_come_back(MqttProtocolVersion version)
    {
        using IMqttClient client = await broker.Connect(version);
        Task gone = TestBroker.Gone(client);
        Task<MqttClientPublishResult> publish = client.PublishAsync(Message(1));
        await broker.Journal.Reached(1).WaitAsync(TestBroker.Deadline);
        broker.Journal.Fail(0);
        await gone;
        await Assert.ThrowsAnyAsync<Exception>(() => publish.WaitAsync(TestBroker.Deadline));
        await SendsAgain(version);
    }

    [Fact]
    public async Task A_journal_that_refuses_disconnects_without_acknowledgement_and_the_device_may_come_back()
    {
        using IMqttClient client = await broker.Connect();
        broker.Journal.Faulted = true;
        Task gone = TestBroker.Gone(client);
        Task<MqttClientPublishResult> publish = client.PublishAsync(Message(1));
        await gone;
        await Assert.ThrowsAnyAsync<Exception>(() => publish.WaitAsync(TestBroker.Deadline));
        broker.Journal.Faulted = false;
        await SendsAgain(MqttProtocolVersion.V311);
    }

    private async Task SendsAgain(MqttProtocolVersion version)
    {
        broker.Journal.CommitAtOnce = true;
        using IMqttClient again = await broker.Connect(version);
        Assert.True((await again.PublishAsync(Message(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
        Assert.Equal(1, Values()[^1]);
    }

    private List<double> Values() => [.. broker.Journal.Records.Select(r => SamplesRecord.Read(r.Content).Samples.Single().Sample.Sample.Value)];

    private static MqttApplicationMessage Message(int value, MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce) =>
        TestBroker.Message(string.Create(CultureInfo.InvariantCulture, $"{{\"v\":{{\"h2s\":{value}}}}}"), qos: qos);
}
