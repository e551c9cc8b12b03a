using System.Collections.Concurrent;
using System.Net;
using System.Text;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Influx;

namespace K3Monitor.Store.Tests.Telemetry.Influx;

/// <summary>What is said to servers of the later generations; no real one of them is at hand.</summary>
public sealed class InfluxGenerationTests(InfluxServer server) : IClassFixture<InfluxServer>, IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("k3-store-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task A_server_of_2_is_asked_for_its_bucket_which_is_made_written_to_by_its_own_interface_with_the_token_and_read_by_InfluxQL()
    {
        var front = new FrontOfTwo(server.Url);
        await using InfluxTelemetryStore store = Open(front);
        var sample = new ChannelSample(5, new Sample(new Instant(1_764_057_600_123_456), 84.2), 7, new Instant(1_764_057_600_200_000));
        await store.AppendAsync(new[] { sample }, 1, CancellationToken.None);
        var rows = new List<ChannelSample>();
        await foreach (ChannelSample row in store.ReadAsync(5, new TimeRange(Instant.MinValue, Instant.MaxValue), CancellationToken.None))
            rows.Add(row);
        Assert.Equal([sample], rows);
        Assert.Contains(front.Asked, a => a.StartsWith("POST /api/v2/buckets", StringComparison.Ordinal));
        Assert.Contains("POST /api/v2/write?org=dinas&bucket=pabrik&precision=ns", front.Asked);
        Assert.All(front.Signed, s => Assert.Equal("Token rahasia", s));
    }

    [Fact]
    public async Task A_server_that_does_not_tell_its_version_is_not_guessed_at()
    {
        await using InfluxTelemetryStore store = Open(new FrontOfTwo(server.Url) { Version = "" });
        TelemetryStoreUnavailableException refused = await Assert.ThrowsAsync<TelemetryStoreUnavailableException>(
            () => store.AppendAsync(ReadOnlyMemory<ChannelSample>.Empty, 1, CancellationToken.None).AsTask());
        Assert.Contains("influx:version", refused.Message, StringComparison.Ordinal);
    }

    private InfluxTelemetryStore Open(FrontOfTwo front) => InfluxTelemetryStore.Open(
        new InfluxOptions { Url = new Uri("http://influx.invalid/"), Directory = directory, Database = "pabrik", Organisation = "dinas", Token = "rahasia", Transport = front },
        TimeProvider.System);

    /// <summary>Answers as the documents of 2.x say, and keeps samples on the real server of 1.x behind it.</summary>
    private sealed class FrontOfTwo(Uri behind) : HttpMessageHandler
    {
        private readonly HttpClient real = new() { BaseAddress = behind };

        public string Version { get; init; } = "v2.7.12";

        public ConcurrentQueue<string> Asked { get; } = new();

        /// <summary>Signatures of everything but the ping.</summary>
        public ConcurrentQueue<string?> Signed { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string path = request.RequestUri!.AbsolutePath;
            Asked.Enqueue($"{request.Method} {request.RequestUri.PathAndQuery}");
            if (path != "/ping")
                Signed.Enqueue(request.Headers.Authorization?.ToString());
            switch (path)
            {
                case "/ping":
                    var pong = new HttpResponseMessage(HttpStatusCode.NoContent);
                    pong.Headers.Add("X-Influxdb-Version", Version);
                    return pong;
                case "/api/v2/orgs":
                    return Json("""{"orgs":[{"id":"00000000000000a1","name":"dinas"}]}""");
                case "/api/v2/buckets" when request.Method == HttpMethod.Get:
                    return Json("""{"buckets":[]}""");
                case "/api/v2/buckets":
                    await real.PostAsync(new Uri("query?q=CREATE%20DATABASE%20pabrik", UriKind.Relative), null, cancellationToken);
                    return Json("""{"id":"00000000000000b1","orgID":"00000000000000a1","name":"pabrik","retentionRules":[]}""");
                case "/api/v2/write":
                    using (var lines = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken)))
                        return await real.PostAsync(new Uri("write?db=pabrik&precision=n", UriKind.Relative), lines, cancellationToken);
                default:
                    return await real.GetAsync(new Uri(request.RequestUri.PathAndQuery, UriKind.Relative), cancellationToken);
            }
        }

        protected override void Dispose(bool disposing)
        {
            real.Dispose();
            base.Dispose(disposing);
        }

        private static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
    }
}
