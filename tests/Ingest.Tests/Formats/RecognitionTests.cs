using System.Text;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Formats;

/// <summary>The general rules, where the collection of messages does not reach.</summary>
public sealed class RecognitionTests
{
    private static readonly Instant Received = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("x/y", """{"linkquality":1,"model":"m","id":3,"time":"2026-11-25T03:00:00Z","temperature":2}""", "format.doubt: it may be zigbee2mqtt or rtl_433")]
    [InlineData("x/y", """{"co":1e999}""", "value.invalid: co: the number is too large")]
    [InlineData("x/y", """{"co":"1,016"}""", "value.invalid: co: '1,016' may have a decimal comma or separated thousands")]
    [InlineData("plant/line", "not json", "format.unknown")]
    public void Doubt_and_nonsense_are_quarantined(string topic, string payload, string reason)
    {
        DecodeRow row = Assert.Single(Decode(topic, payload));
        Assert.Equal("quarantined", row.Status);
        Assert.StartsWith(reason, row.Reason, StringComparison.Ordinal);
    }

    // influxdata/telegraf #4705, #4943, #5752; home-assistant/core #138688; openremote #1041 as told in field reports.
    [Theory]
    [InlineData("""{"temp":"21.5","hum":44}""", "temp=21.5 hum=44")]
    [InlineData("""{"a":[{"n":"x","v":1},{"n":"x","v":2}]}""", "x=1 x=2")]
    [InlineData("""{"laeq":"84,9"}""", "laeq=84.9dB(A)")]
    [InlineData("""{"name":"pm25","value":1,"unit":"μg/m³"}""", "pm25=1µg/m³")]
    [InlineData("""{"name":"pm25","value":1,"unit":"µg/m³"}""", "pm25=1µg/m³")]
    [InlineData("""{"v":"off"}""", "v=off")]
    [InlineData("""{"accessToken":"s3cret","co":1}""", "co=1")]
    [InlineData("""{"serial_count":9007199254740993}""", "serial_count=9007199254740993")]
    [InlineData("""{"rooms":[{"t":1},{"t":2}]}""", "rooms.0.t=1 rooms.1.t=2")]
    public void Plain_JSON_keeps_every_value_as_what_it_is(string payload, string expected) =>
        Assert.Equal(expected, string.Join(' ', Decode("plant/line", payload).Select(r => FormattableString.Invariant($"{r.Channel}={r.Value}{r.Unit}"))));

    [Fact]
    public void The_object_of_SenML_before_its_RFC_carries_its_base_fields() => Assert.Equal(
        "dev:1 t=23.1°C 2026-11-25T02:59:55Z, dev:1 door=True, dev:1 name=ok",
        string.Join(", ", Decode("plant/line", """{"bn":"dev:1:","bt":1795575600,"bu":"Cel","ver":1,"e":[{"n":"t","v":23.1,"t":-5},{"n":"door","bv":true},{"n":"name","sv":"ok"}]}""")
            .Select(r => FormattableString.Invariant($"{r.Device} {r.Channel}={r.Value}{(r.Unit is { } unit ? $"{unit} {r.Time}" : "")}"))));

    [Fact]
    public void JSON_given_to_another_format_is_refused_with_topic_and_format() =>
        Assert.Contains("topic 'x/y', line 1, read as influx-line", Assert.Single(Decode("x/y", """{"value":1}""", "influx-line")).Reason, StringComparison.Ordinal);

    private static IReadOnlyList<DecodeRow> Decode(string topic, string payload, string? format = null) =>
        MessageDecoder.Decode(topic, Encoding.UTF8.GetBytes(payload), Received, null, new DecodeOptions { Format = format });
}
