using System.Globalization;
using System.Text;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Intake;

/// <summary>One message, and what of it reaches the journal.</summary>
public sealed class MessageIntakeTests : IDisposable
{
    private readonly FakeAppender journal = new();
    private readonly IngestMeasures measures = new();

    public void Dispose() => measures.Dispose();

    [Fact]
    public async Task Good_values_and_refused_ones_of_a_message_are_two_records()
    {
        await Take("{\"v\":{\"h2s\":1,\"x\":2}}");
        Assert.Equal([RecordKind.Samples, RecordKind.Quarantined], journal.Records.Select(r => r.Kind));
        Assert.Equal(1, SamplesRecord.Read(journal.Records[0].Content).Samples.Single().Sample.Sample.Value);
        QuarantinedRecord refused = QuarantinedRecord.Read(journal.Records[1].Content);
        Assert.Equal(("tangki", "gas-1", "channel.unknown"), (refused.Site, refused.Device, refused.Refusals.Single().Reason));
        Assert.Equal((1L, 1L), (measures.Accepted, measures.Refused));
    }

    [Fact]
    public async Task The_task_speaks_for_both_records()
    {
        journal.CommitAtOnce = false;
        Task durable = Take("{\"v\":{\"h2s\":1,\"x\":2}}");
        journal.Commit(1);
        Assert.False(durable.IsCompleted);
        journal.Fail(0);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => durable.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_message_with_ten_thousand_faults_still_fits_into_one_record()
    {
        string many = string.Join(",", Enumerable.Range(0, 1000).Select(i => $"{{\"v\":{{{string.Join(",", Enumerable.Range(0, 20).Select(c => $"\"unknown-{i}-{c}\":1"))}}}}}"));
        await Take($"[{many}]");
        QuarantinedRecord refused = QuarantinedRecord.Read(Assert.Single(journal.Records).Content);
        Assert.Equal(33, refused.Refusals.Count);
        Assert.Equal(QuarantinedRecord.MostPayload, refused.Payload.Length);
    }

    [Fact]
    public async Task More_samples_than_one_record_holds_go_into_several()
    {
        ChannelTopology[] channels = [.. Enumerable.Range(0, 50).Select(i => Plant.H2s() with { ChannelId = 200 + i, Name = $"c{i}" })];
        string values = string.Join(",", channels.Select(c => $"\"{c.Name}\":1"));
        string many = string.Join(",", Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{{\"seq\":{i},\"v\":{{{values}}}}}")));
        await new MessageIntake(journal, measures).Take(Plant.DeviceWith(channels), Plant.Topic(), Encoding.UTF8.GetBytes($"[{many}]"), Plant.Now);
        List<SamplesRecord> records = [.. journal.Records.Select(r => SamplesRecord.Read(r.Content))];
        Assert.Equal([20_000, 20_000, 10_000], records.Select(r => r.Samples.Count));
        Assert.Equal(50_000, records.SelectMany(r => r.Samples).Select(s => (s.Sample.ChannelId, s.Sample.Sequence)).Distinct().Count());
    }

    [Fact]
    public async Task Status_and_description_become_records_and_an_empty_one_nothing()
    {
        await Take("online", "status");
        await Take("{\"model\":\"X\"}", "info");
        await Take("", "status");
        await Take("", "info");
        Assert.Equal([RecordKind.Status, RecordKind.Description], journal.Records.Select(r => r.Kind));
        Assert.True(StatusRecord.Read(journal.Records[0].Content).Online);
    }

    [Theory]
    [InlineData("status", "on", "status.unknown")]
    [InlineData("info", "{", "info.malformed")]
    [InlineData("info", "null", "info.malformed")]
    [InlineData("info", "{\"channels\":[null]}", "info.channel-unnamed")]
    [InlineData("info", "{\"channels\":[{\"name\":\"a\",\"calibrated\":\"soon\"}]}", "info.malformed")]
    [InlineData("commands", "x", "topic.unknown")]
    public async Task What_cannot_be_used_is_kept_with_its_reason(string kind, string payload, string reason)
    {
        await Take(payload, kind);
        Assert.Equal(reason, QuarantinedRecord.Read(Assert.Single(journal.Records).Content).Refusals.Single().Reason);
    }

    [Fact]
    public async Task A_fault_of_the_journal_reaches_the_caller_and_the_next_message_works()
    {
        journal.Faulted = true;
        Assert.Throws<JournalUnavailableException>(() => { _ = Take("{\"v\":{\"h2s\":1,\"x\":2}}"); });
        journal.Faulted = false;
        await Take("{\"v\":{\"h2s\":2}}");
        Assert.Equal(2, SamplesRecord.Read(Assert.Single(journal.Records).Content).Samples.Single().Sample.Sample.Value);
    }

    private Task Take(string payload, string kind = "telemetry") =>
        new MessageIntake(journal, measures).Take(Plant.DeviceWith(Plant.H2s()), Plant.Topic(kind), Encoding.UTF8.GetBytes(payload), Plant.Now);
}
