using System.Text;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Formats;

/// <summary>A declared mapping: the one of docs/formats/mapped-json.md, and what it refuses.</summary>
public sealed class MappedJsonTests
{
    private const string File = """
        mappings:
          - name: boiler-gas
            topic: plant/+/gas
            match:
              - {path: /type, value: gas}
            device: "{1}"
            each: /readings
            time: {path: ^/ts, kind: s}
            sequence: ^/seq
            values:
              - channel: "{/gas}"
                path: /value
                unit: "{/unit}"
                scale: 0.1
                sentinels: [-200]
                over_range: 5000
                quality: {path: /state, good: [ok], bad: [fault]}
        """;

    private static readonly Instant Received = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Values_are_scaled_marked_and_dated_as_the_mapping_says()
    {
        IReadOnlyList<DecodeRow> rows = Decode("""
            {"type":"gas","ts":1795575600,"seq":7,"readings":[{"gas":"co","value":417,"unit":"ppm","state":"ok"},{"gas":"h2s","value":-200,"unit":"ppm","state":"ok"},
            {"gas":"lel","value":"5000","unit":"%LEL","state":"ok"},{"gas":"o2","value":209,"unit":"%VOL","state":"?"},{"gas":"nh3"},{"gas":"so2","value":"high","unit":"ppm","state":"ok"}]}
            """);
        Assert.Equal(("boiler", "co", 41.7, "ppm", "2026-11-25T03:00:00Z", "good"), (rows[0].Device, rows[0].Channel, rows[0].Value, rows[0].Unit, rows[0].Time.ToString(), rows[0].Quality));
        Assert.Equal(("h2s", null, "bad"), (rows[1].Channel, rows[1].Value, rows[1].Quality));
        Assert.Equal((500.0, "good,OverRange"), (rows[2].Value, rows[2].Quality));
        Assert.Equal((20.9, "uncertain"), (rows[3].Value, rows[3].Quality));
        Assert.DoesNotContain(rows, r => r.Channel == "nh3");
        Assert.Equal(("quarantined", "so2"), (rows[^1].Status, rows[^1].Channel));
    }

    /// <summary>-127 raw is -12.7 °C, and 998 raw is 99.8 %RH; 3276.7 °C after scaling is the end of an integer.</summary>
    [Theory]
    [InlineData("temperature", "-127", -12.7)]
    [InlineData("humidity", "998", 99.8)]
    [InlineData("temperature", "32767", null)]
    public void The_shipped_sentinels_are_looked_for_in_the_scaled_value(string channel, string raw, double? expected) =>
        Assert.Equal(expected, Decode($$"""{"type":"gas","ts":1795575600,"readings":[{"gas":"{{channel}}","value":{{raw}},"unit":"x","state":"ok"}]}""").Single().Value);

    [Theory]
    [InlineData("""{"type":"status","co":null}""")]
    [InlineData("""{"type":"gas","h2s":1}""")]
    public void A_message_that_the_mapping_does_not_mean_gives_no_value(string payload) =>
        Assert.All(Decode(payload), r => Assert.Equal("ignored", r.Status));

    [Fact]
    public void Every_fault_of_a_mapping_is_told_at_once()
    {
        (MappingSet? mappings, IReadOnlyList<SiteFault> faults) = MappingFile.Read("mappings:\n  - name: x\n    topic: a/#/b\n    device: '{'\n    values:\n      - {channel: c, path: co, scale: big, odd: 1}\n", "m.yaml");
        Assert.Null(mappings);
        Assert.Equal(["mappings[0].topic", "mappings[0].device", "mappings[0].values[0].path", "mappings[0].values[0].scale", "mappings[0].values[0].odd"], faults.Select(f => f.Key));
    }

    private static IReadOnlyList<DecodeRow> Decode(string payload) =>
        MessageDecoder.Decode("plant/boiler/gas", Encoding.UTF8.GetBytes(payload), Received, null, new DecodeOptions { Mappings = MappingFile.Read(File, "m.yaml").Mappings! });
}
