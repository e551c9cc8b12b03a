using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Field;

/// <summary>The plant's one device with names of the field: a Tasmota board and a Sparkplug node at once.</summary>
internal static class FieldPlant
{
    public const int TemperatureChannel = 103;
    public const int NodeChannel = 104;

    public static DeviceTopology Device { get; } = Plant.DeviceWith(
        Plant.H2s(),
        Plant.Channel(TemperatureChannel, "suhu", QuantityCatalogue.DryBulb, null, Plant.OtherPoint) with { ExternalName = "BME680/Temperature" },
        Plant.Channel(NodeChannel, "Temperature", QuantityCatalogue.DryBulb, UnitCatalogue.Fahrenheit)) with
    {
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"),
        TopicFilters = ["tele/room1/#", "spBv1.0/plant1/+/edge1/#"],
    };

    public static TopologySnapshot Topology(params (string Source, string Name)[] names) => Plant.Topology() with
    {
        Devices = new Dictionary<string, DeviceTopology> { [Plant.Device] = Device },
        Names = new ExternalNames(names.Select(n => (new FieldName(n.Source, n.Name), Device))),
    };

    /// <summary>A payload of the shipped collection; its row there names the source.</summary>
    public static byte[] Payload(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "field", file));
        return file.EndsWith(".b64", StringComparison.Ordinal) ? Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(bytes).Trim()) : bytes;
    }

    public static List<ReadySample> Samples(FakeAppender journal) =>
        [.. journal.Records.Where(r => r.Kind == RecordKind.Samples).SelectMany(r => SamplesRecord.Read(r.Content).Samples)];

    public static List<Refusal> Refusals(FakeAppender journal) =>
        [.. journal.Records.Where(r => r.Kind == RecordKind.Quarantined).SelectMany(r => QuarantinedRecord.Read(r.Content).Refusals)];
}
