using System.Text;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Field;

public sealed class FieldIntakeTests : IDisposable
{
    private const string NodeData = "spBv1.0/plant1/NDATA/edge1";
    private readonly FakeAppender journal = new();
    private readonly IngestMeasures measures = new();
    private readonly FieldMeasures field = new();
    private readonly FieldDoors doors = new(MappingSet.None);
    private readonly FieldIntake intake;
    private readonly List<string> asked = [];

    public FieldIntakeTests() => intake = new FieldIntake(journal, measures, field);

    [Fact]
    public async Task Tasmota_becomes_samples_of_the_mapped_channel_in_the_sites_zone_and_in_the_canonical_unit()
    {
        FieldTaken taken = Take(FieldPlant.Topology(("", "room1")), "tele/room1/SENSOR", FieldPlant.Payload("044-tasmota-sensor-bme680.json"));
        await taken.Durable;
        ReadySample sample = Assert.Single(FieldPlant.Samples(journal));
        Assert.Equal((FieldPlant.TemperatureChannel, (int?)Plant.OtherPoint, 23.2), (sample.Sample.ChannelId, sample.PointId, sample.Sample.Sample.Value));
        Assert.Equal(Instant.FromDateTimeOffset(new DateTimeOffset(2018, 11, 15, 22, 3, 21, TimeSpan.FromHours(7))), sample.Sample.Sample.Time);
        Assert.True((sample.Sample.Sample.Flags & SampleFlags.Late) != 0);
        Refusal unmapped = Assert.Single(FieldPlant.Refusals(journal));
        Assert.Equal("channel.unmapped", unmapped.Reason);
        Assert.Contains("BME680/Humidity, BME680/Pressure, BME680/Gas", unmapped.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_messages_with_the_same_unmapped_values_one_an_hour_is_kept_and_every_answer_tells_them()
    {
        TopologySnapshot topology = FieldPlant.Topology(("", "room1"));
        byte[] payload = FieldPlant.Payload("044-tasmota-sensor-bme680.json");
        for (int minute = 0; minute < 61; minute += 20)
            Assert.Single(intake.Take(topology, Origin(), "tele/room1/SENSOR", payload, Plant.At(minute)).Refusals);
        Assert.Equal(2, FieldPlant.Refusals(journal).Count);
        Assert.Equal(4, FieldPlant.Samples(journal).Count);
    }

    [Fact]
    public void A_name_that_nobody_claimed_is_in_quarantine_under_that_name_and_one_of_another_source_or_format_is_not_meant()
    {
        TopologySnapshot topology = FieldPlant.Topology(("lain", "room1"));
        Take(topology, "tele/room1/SENSOR", FieldPlant.Payload("044-tasmota-sensor-bme680.json"));
        QuarantinedRecord kept = QuarantinedRecord.Read(Assert.Single(journal.Records).Content);
        Assert.Equal(("device.unclaimed", "room1/BME680"), (kept.Refusals.Single().Reason, kept.Refusals.Single().External));
        Assert.Equal(new QuarantinedFrom("tangki", "gas-1", Plant.Device, "tasmota"), kept.From);
        DeviceTopology strict = FieldPlant.Device with { Format = "shelly" };
        Assert.Null(new ExternalNames([(new FieldName("", "room1"), strict)]).Find("x", null, "tasmota", "room1").Device);
        Assert.True(new ExternalNames([(new FieldName("", "room1"), strict), (new FieldName("", "room1"), FieldPlant.Device)]).Find("x", null, "shelly", "room1").Ambiguous);
    }

    [Fact]
    public void Everything_that_a_credential_brings_is_its_own_device_when_it_says_so_and_nobody_elses()
    {
        TopologySnapshot topology = FieldPlant.Topology(("", "*"));
        Assert.Equal("room1/BME680", topology.Names.Find(Plant.Device, 3, "tasmota", "room1/BME680").Rest);
        Assert.Null(topology.Names.Find("a-broker", null, "tasmota", "room1/BME680").Device);
    }

    [Fact]
    public void A_shape_that_two_formats_could_own_or_none_knows_is_in_quarantine_with_the_reason()
    {
        Take(FieldPlant.Topology(), "some/where", Encoding.UTF8.GetBytes("just words"));
        Assert.Equal("format.unknown", FieldPlant.Refusals(journal).Single().Reason);
    }

    [Fact]
    public void A_kept_message_without_a_time_is_refused_and_one_with_a_time_is_marked()
    {
        TopologySnapshot topology = FieldPlant.Topology(("", "room1"));
        FieldOrigin kept = Origin() with { Retained = true };
        intake.Take(topology, kept, "tele/room1/SENSOR", FieldPlant.Payload("044-tasmota-sensor-bme680.json"), Plant.Now);
        Assert.True((FieldPlant.Samples(journal).Single().Sample.Sample.Flags & SampleFlags.Retained) != 0);
        intake.Take(topology, kept, "tele/room1/SENSOR", Encoding.UTF8.GetBytes("""{"Time":"1970-01-01T00:18:00","BME680":{"Temperature":23.2},"TempUnit":"C"}"""), Plant.Now);
        Assert.Contains(FieldPlant.Refusals(journal), r => r.Reason == "retained.no-time");
        Assert.Single(FieldPlant.Samples(journal));
    }

    [Fact]
    public void Sparkplug_data_without_a_birth_asks_for_one_and_after_it_the_channels_unit_is_used_and_a_death_is_a_status()
    {
        TopologySnapshot topology = FieldPlant.Topology(("", "plant1/edge1"));
        byte[] data = FieldPlant.Payload("006-sparkplugb-ndata-seq-wrap.b64");
        Take(topology, NodeData, data);
        Take(topology, NodeData, data);
        Assert.Equal(["spBv1.0/plant1/NCMD/edge1"], asked);
        Assert.All(FieldPlant.Refusals(journal), r => Assert.Equal("sparkplug.alias-unknown", r.Reason));

        Take(topology, "spBv1.0/plant1/NBIRTH/edge1", FieldPlant.Payload("001-sparkplugb-nbirth.b64"));
        Take(topology, NodeData, data);
        List<double> celsius = [.. FieldPlant.Samples(journal).Select(s => Math.Round(s.Sample.Sample.Value, 6))];
        Assert.Equal([Math.Round((21.5 - 32) / 1.8, 6), Math.Round((30.0 - 32) / 1.8, 6)], celsius);

        Take(topology, "spBv1.0/plant1/NDEATH/edge1", Death(88));
        Assert.Equal([true, false], journal.Records.Where(r => r.Kind == RecordKind.Status).Select(r => StatusRecord.Read(r.Content).Online));
    }

    [Fact]
    public async Task Messages_taken_again_give_what_belongs_to_the_claimed_name_at_the_time_of_their_arrival_and_nothing_else()
    {
        byte[] payload = Encoding.UTF8.GetBytes("""{"Time":"1970-01-01T00:18:00","BME680":{"Temperature":23.2},"SHT3X":{"Temperature":24.2},"TempUnit":"C"}""");
        var waiting = new QuarantinedMessage(1, 0, Plant.At(-30), "tangki", "gas-1", "tele/room1/SENSOR", payload, "device.unclaimed", "") { Source = Plant.Device, External = "room1/BME680", Format = "tasmota" };
        var replay = new MessageReplay(new FakeRegistry { Snapshot = FieldPlant.Topology(("", "room1")) }, intake, doors, journal, []);
        Assert.Equal([("room1/BME680", "23.2"), ("room1/SHT3X", "24.2")], (await replay.PreviewAsync([waiting], CancellationToken.None)).Single().Select(v => (v.External, v.Value)));
        Assert.Empty(journal.Records);

        Assert.Equal(new ReplayDone(1, 1, 0), await replay.ReplayAsync([waiting], "room1/BME680", CancellationToken.None));
        Sample sample = FieldPlant.Samples(journal).Single().Sample.Sample;
        Assert.Equal((Plant.At(-30), SampleFlags.TimeOfReceipt), (sample.Time, sample.Flags));
        Assert.Empty(FieldPlant.Refusals(journal));
    }

    public void Dispose()
    {
        measures.Dispose();
        field.Dispose();
    }

    private FieldOrigin Origin() => doors.OfDevice(FieldPlant.Device) with { AskRebirth = asked.Add };

    private FieldTaken Take(TopologySnapshot topology, string topic, byte[] payload) => intake.Take(topology, Origin(), topic, payload, Plant.Now);

    // Metric bdSeq, type UInt64: field 1 its name, field 4 its type, field 11 the number.
    private static byte[] Death(byte session) => [0x12, 11, 0x0A, 5, (byte)'b', (byte)'d', (byte)'S', (byte)'e', (byte)'q', 0x20, 8, 0x58, session];
}
