using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Subscriptions;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Subscriptions;

public sealed class BrokerConnectionTests : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly FakeAppender journal = new();
    private readonly FakeRegistry registry = new();
    private readonly IngestMeasures ingest = new();
    private readonly FieldMeasures fields = new();
    private readonly SubscriptionMeasures measures = new();
    private readonly HealthBoard health = new();
    private readonly FakeTimeProvider clock = new(Plant.Now.ToDateTimeOffset());
    private readonly CancellationTokenSource stop = new();
    private Task<Ending> ended = Task.FromResult(new Ending("stopped", ""));
    private SourceState state = null!;

    [Fact]
    public async Task Nothing_is_acknowledged_before_it_is_durable_and_then_all_in_the_order_of_arrival()
    {
        journal.CommitAtOnce = false;
        FakeClient client = await OpenAsync(new FakeClient());
        for (ushort id = 1; id <= 3; id++)
            await client.Deliver(id, Plant.Topic(), $"{{\"seq\":{id},\"v\":{{\"h2s\":1}}}}");
        journal.Commit(2);
        journal.Commit(1);
        Assert.Equal((0, 3L), (client.Acknowledged.Count, state.InFlight));
        journal.Commit(0);
        await client.Until(c => c.Acknowledged.Count == 3);
        Assert.Equal([1, 2, 3], client.Acknowledged);
    }

    [Theory]
    [InlineData("k3/v1/tangki/gas-1/telemetry", "{", "json.malformed")]
    [InlineData("k3/v1/tangki/gas-9/telemetry", "{\"v\":{\"h2s\":1}}", "device.unknown")]
    [InlineData("other/topic", "text", "format.unknown")]
    public async Task What_cannot_be_used_is_in_quarantine_and_acknowledged_and_the_next_message_is_taken(string topic, string payload, string reason)
    {
        FakeClient client = await OpenAsync(new FakeClient());
        await client.Deliver(1, topic, payload);
        await client.Deliver(2, Plant.Topic(), "{\"v\":{\"h2s\":1}}");
        await client.Until(c => c.Acknowledged.Count == 2);
        Assert.Equal(reason, QuarantinedRecord.Read(journal.Records[0].Content).Refusals.Single().Reason);
        Assert.Equal(RecordKind.Samples, journal.Records[1].Kind);
        Assert.Equal(1, ingest.Refused);
    }

    [Fact]
    public async Task A_retained_value_is_marked_and_one_without_a_time_is_refused()
    {
        FakeClient client = await OpenAsync(new FakeClient());
        await client.Deliver(1, Plant.Topic(), $"[{{\"ts\":{Plant.Now.UnixMicroseconds / 1000},\"v\":{{\"h2s\":1}}}},{{\"v\":{{\"h2s\":2}}}}]", retain: true);
        await client.Until(c => c.Acknowledged.Count == 1);
        Assert.True(SamplesRecord.Read(journal.Records[0].Content).Samples.Single().Sample.Sample.Flags.HasFlag(SampleFlags.Retained));
        Assert.Equal("retained.no-time", QuarantinedRecord.Read(journal.Records[1].Content).Refusals.Single().Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_will_not_be_durable_ends_the_connection_without_an_acknowledgement(bool atOnce)
    {
        journal.CommitAtOnce = false;
        journal.Faulted = atOnce;
        FakeClient client = await OpenAsync(new FakeClient());
        await client.Deliver(1, Plant.Topic(), "{\"v\":{\"h2s\":1}}");
        if (!atOnce)
            journal.Fail(0);
        Assert.Equal("not-stored", (await ended.WaitAsync(Deadline)).Reason);
        Assert.Empty(client.Acknowledged);
    }

    [Fact]
    public async Task A_broker_that_passes_the_bound_of_mqtt_is_cut_off_and_a_message_of_qos_0_beyond_it_is_only_lost()
    {
        journal.CommitAtOnce = false;
        FakeClient client = await OpenAsync(new FakeClient());

        // The first is out of the queue and waits to become durable.
        for (int i = 0; i <= BrokerConnection.MostUnanswered; i++)
            await client.Deliver((ushort)i, Plant.Topic(), "{}");
        await client.Deliver(0, Plant.Topic(), "{}", qos: MqttQualityOfServiceLevel.AtMostOnce);
        Assert.Equal((BrokerConnection.MostUnanswered + 1, false), (journal.Records.Count, ended.IsCompleted));
        await client.Deliver(6, Plant.Topic(), "{}");
        Assert.Equal("window", (await ended.WaitAsync(Deadline)).Reason);
    }

    [Fact]
    public async Task A_connection_that_gives_no_answer_is_ended_within_the_keep_alive()
    {
        FakeClient client = await OpenAsync(new FakeClient());
        clock.Advance(TimeSpan.FromSeconds(20));
        await client.Until(c => c.Pings == 1);
        client.Answers = false;
        clock.Advance(TimeSpan.FromSeconds(20));
        await client.Until(c => c.Pings == 2);
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("no-answer", (await ended.WaitAsync(Deadline)).Reason);
    }

    [Fact]
    public async Task A_source_is_not_healthy_before_anything_came_and_after_too_long_a_silence_the_connection_is_made_anew()
    {
        FakeClient client = await OpenAsync(new FakeClient());
        Assert.Equal(PartCondition.Degraded, Part().Condition);
        await client.Deliver(1, Plant.Topic(), "{\"v\":{\"h2s\":1}}");
        state.Report();
        Assert.Equal(PartCondition.Healthy, Part().Condition);
        while (!ended.IsCompleted && clock.GetUtcNow() < Plant.At(16).ToDateTimeOffset())
        {
            int asked = client.Pings;
            clock.Advance(TimeSpan.FromSeconds(20));
            // The watch that finds the silence asks no more.
            await await Task.WhenAny(ended, client.Until(c => c.Pings > asked));
        }

        Assert.Equal("silent", (await ended.WaitAsync(Deadline)).Reason);
        state.Report();
        Assert.Equal(PartCondition.Degraded, Part().Condition);
        Assert.Contains("which is long ago", Part().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_refused_filter_is_shown_and_the_others_work_and_all_refused_is_an_end()
    {
        FakeClient client = await OpenAsync(new FakeClient { Granted = [MqttClientSubscribeResultCode.GrantedQoS1, MqttClientSubscribeResultCode.NotAuthorized] }, "a/#", "b/#");
        Assert.Equal(["$share/g/a/#", "$share/g/b/#"], Assert.Single(client.Subscribed).TopicFilters.Select(f => f.Topic));
        await client.Deliver(1, Plant.Topic(), "{\"v\":{\"h2s\":1}}");
        state.Report();
        Assert.Equal(PartCondition.Degraded, Part().Condition);
        Assert.Contains("refused '$share/g/b/#': NotAuthorized", Part().Detail, StringComparison.Ordinal);
        await client.Lose();
        Assert.Equal("lost", (await ended.WaitAsync(Deadline)).Reason);
        var refusing = new FakeClient { Granted = [MqttClientSubscribeResultCode.NotAuthorized] };
        Assert.Equal("refused", (await Start(refusing, ["a/#"]).WaitAsync(Deadline)).Reason);
    }

    [Fact]
    public async Task A_quiet_end_still_acknowledges_what_becomes_durable_and_takes_nothing_more()
    {
        journal.CommitAtOnce = false;
        FakeClient client = await OpenAsync(new FakeClient());
        await client.Deliver(1, Plant.Topic(), "{\"v\":{\"h2s\":1}}");
        await stop.CancelAsync();
        await client.Deliver(2, Plant.Topic(), "{\"v\":{\"h2s\":1}}");
        journal.CommitAll();
        Assert.Equal("stopped", (await ended.WaitAsync(Deadline)).Reason);
        Assert.Equal([1], client.Acknowledged);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        journal.CommitAll();
        await ended.WaitAsync(Deadline);
        stop.Dispose();
        ingest.Dispose();
        measures.Dispose();
        fields.Dispose();
    }

    private PartHealth Part() => health.Parts.Single(p => p.Part == "broker uji");

    private async Task<FakeClient> OpenAsync(FakeClient client, params string[] filters)
    {
        ended = Start(client, filters.Length == 0 ? ["k3/v1/#"] : filters);
        await client.Until(c => c.Subscribed.Count == 1);
        return client;
    }

    private async Task<Ending> Start(FakeClient client, string[] filters)
    {
        var source = new SourceOptions { Name = "uji", Host = "localhost", Port = 1, ClientId = "k3", Filters = filters, ShareGroup = "g" };
        state = new SourceState(source, measures, health, clock, clock);
        var intake = new SubscriptionIntake(registry, new MessageIntake(journal, ingest), new FieldIntake(journal, ingest, fields), new FieldDoors(MappingSet.None), journal, clock, NullLogger<SubscriptionIntake>.Instance);
        using var connection = new BrokerConnection(source, client, intake, state, clock);
        return await connection.RunAsync(stop.Token);
    }
}
