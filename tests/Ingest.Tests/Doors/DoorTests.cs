using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using K3Monitor.Ingest.Doors;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Tests.Field;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Doors;

public sealed class DoorTests
{
    private const string Good = """{"ts":1764057600123,"seq":1,"v":{"h2s":3.1}}""";

    [Fact]
    public async Task A_message_is_answered_when_it_is_durable_and_the_answer_tells_every_part_that_was_refused()
    {
        await using TestBroker broker = await TestBroker.Start();
        using HttpClient client = Client(broker);
        broker.Journal.CommitAtOnce = false;
        Task<HttpResponseMessage> sent = client.PostAsync("/api/v1/telemetry", Text("""{"v":{"h2s":3.1,"nope":1}}"""));
        await broker.Journal.Reached(2).WaitAsync(TestBroker.Deadline);
        await broker.RoundTrip();
        Assert.False(sent.IsCompleted);
        broker.Journal.CommitAll();
        using HttpResponseMessage answer = await sent.WaitAsync(TestBroker.Deadline);
        JsonElement told = await Json(answer);
        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, told.GetProperty("accepted").GetInt32()));
        Assert.Equal(("channel.unknown", "nope"), (told.GetProperty("refused")[0].GetProperty("reason").GetString(), told.GetProperty("refused")[0].GetProperty("channel").GetString()));
    }

    [Fact]
    public async Task Any_format_is_taken_on_a_granted_topic_and_a_foreign_one_is_forbidden()
    {
        await using TestBroker broker = await TestBroker.Start();
        broker.Registry.Snapshot = FieldPlant.Topology(("", "room1"));
        using HttpClient client = Client(broker);
        using var payload = new ByteArrayContent(FieldPlant.Payload("044-tasmota-sensor-bme680.json"));
        using HttpResponseMessage taken = await client.PostAsync("/api/v1/telemetry?topic=tele/room1/SENSOR&format=tasmota", payload);
        Assert.Equal((HttpStatusCode.OK, 1), (taken.StatusCode, (await Json(taken)).GetProperty("accepted").GetInt32()));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/api/v1/telemetry?topic=tele/room2/SENSOR", Text("{}"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/api/v1/telemetry?format=nothing", Text("{}"))).StatusCode);
        using HttpResponseMessage unclaimed = await client.PostAsync("/api/v1/telemetry?format=senml-json", Text("""[{"bn":"urn:dev:1/","n":"t","u":"Cel","v":21.5}]"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unclaimed.StatusCode);
        Assert.Contains(FieldPlant.Refusals(broker.Journal), r => r is { Reason: "device.unclaimed", External: not null });
    }

    [Fact]
    public async Task Every_door_wants_the_credential_of_a_device_and_nothing_else()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var stranger = new HttpClient { BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{broker.HttpPort}")) };
        foreach (string door in new[] { "/api/v1/telemetry", "/api/v2/write", "/write", "/query" })
            Assert.Equal((door, HttpStatusCode.Unauthorized), (door, (await stranger.PostAsync(door, Text("h2s v=1"))).StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync($"/write?u={Plant.Device}&p=wrong", Text("h2s v=1"))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await stranger.GetAsync("/ping")).StatusCode);
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{Plant.Device}:{Plant.Password}");
        Assert.Equal(HttpStatusCode.OK, (await stranger.PostAsync("/api/v1/telemetry", Text(Good))).StatusCode);
        broker.Registry.Revoked[Plant.Device] = 0;
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("/api/v1/telemetry", Text(Good))).StatusCode);
        Assert.Single(broker.Journal.Records);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_told_to_come_again_and_too_large_a_body_is_not_read()
    {
        await using TestBroker broker = await TestBroker.Start(doors: new DoorOptions { MaxBodyBytes = 1000 });
        using HttpClient client = Client(broker);
        broker.Journal.Faulted = true;
        using HttpResponseMessage full = await client.PostAsync("/api/v1/telemetry", Text(Good));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (full.StatusCode, full.Headers.GetValues("Retry-After").Single()));
        broker.Journal.Faulted = false;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("/api/v1/telemetry", Text(new string(' ', 2000) + Good))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("/write", Packed(new string(' ', 100_000)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("/api/v1/telemetry", Packed(Good))).StatusCode);
        Assert.Single(broker.Journal.Records);
    }

    [Fact]
    public async Task Lines_are_taken_in_the_precision_that_the_client_states_and_a_bad_one_is_told_as_InfluxDB_does_beside_the_good_ones()
    {
        await using TestBroker broker = await TestBroker.Start();
        broker.Registry.Snapshot = Lines();
        using HttpClient client = Client(broker);
        const string two = "gas,host=g1 h2s=2.5 1764057600\nbad line here\ngas,host=g1 h2s=3.5 1764057601\n";
        using HttpResponseMessage partial = await client.PostAsync("/api/v2/write?org=o&bucket=b&precision=s", Packed(two));
        Assert.Equal(HttpStatusCode.BadRequest, partial.StatusCode);
        JsonElement told = await Json(partial);
        Assert.Equal("invalid", told.GetProperty("code").GetString());
        Assert.Matches("^partial write: unable to parse 'bad line here': .* dropped=1$", told.GetProperty("message").GetString());
        List<ReadySample> kept = FieldPlant.Samples(broker.Journal);
        Assert.Equal([(2.5, 1764057600L), (3.5, 1764057601L)], kept.Select(s => (s.Sample.Sample.Value, s.Sample.Sample.Time.UnixMicroseconds / 1_000_000)));

        using HttpResponseMessage one = await client.PostAsync($"/write?db=d&precision=ms&u={Plant.Device}&p={Plant.Password}", Text("gas,host=g1 h2s=4.5 1764057602000"));
        Assert.Equal(HttpStatusCode.NoContent, one.StatusCode);
        Assert.Equal(1764057602, FieldPlant.Samples(broker.Journal)[^1].Sample.Sample.Time.UnixMicroseconds / 1_000_000);
        using var create = new FormUrlEncodedContent([new("q", "CREATE DATABASE \"telegraf\"")]);
        Assert.Equal("""{"results":[{"statement_id":0}]}""", await (await client.PostAsync("/query", create)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_clients_library_of_InfluxDB_writes_unchanged()
    {
        await using TestBroker broker = await TestBroker.Start();
        broker.Registry.Snapshot = Lines();
        var options = new InfluxDB.Client.InfluxDBClientOptions(FormattableString.Invariant($"http://127.0.0.1:{broker.HttpPort}")) { Token = $"{Plant.Device}:{Plant.Password}", Org = "o", Bucket = "b" };
        using var client = new InfluxDB.Client.InfluxDBClient(options);
        client.EnableGzip();
        Assert.True(await client.PingAsync().WaitAsync(TestBroker.Deadline));
        var time = new DateTime(2026, 11, 25, 3, 0, 0, 123, DateTimeKind.Utc);
        InfluxDB.Client.Writes.PointData point = InfluxDB.Client.Writes.PointData.Measurement("gas").Tag("host", "g1").Field("h2s", 7.25).Timestamp(time, InfluxDB.Client.Api.Domain.WritePrecision.Ns);
        await client.GetWriteApiAsync().WritePointAsync(point).WaitAsync(TestBroker.Deadline);
        ReadySample sample = Assert.Single(FieldPlant.Samples(broker.Journal));
        Assert.Equal((7.25, Instant.FromDateTimeOffset(time)), (sample.Sample.Sample.Value, sample.Sample.Sample.Time));
    }

    private static TopologySnapshot Lines()
    {
        DeviceTopology device = Plant.DeviceWith(Plant.H2s() with { ExternalName = "gas.h2s" });
        return Plant.Topology() with
        {
            Devices = new Dictionary<string, DeviceTopology> { [Plant.Device] = device },
            Names = new ExternalNames([(new FieldName(Plant.Device, "g1"), device)]),
        };
    }

    private static HttpClient Client(TestBroker broker)
    {
        var client = new HttpClient { BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{broker.HttpPort}")), Timeout = TestBroker.Deadline };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Plant.Device}:{Plant.Password}")));
        return client;
    }

    private static StringContent Text(string text) => new(text, Encoding.UTF8, "text/plain");

    private static ByteArrayContent Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
