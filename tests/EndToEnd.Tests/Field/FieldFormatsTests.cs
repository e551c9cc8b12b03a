using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests.Field;

/// <summary>Messages in formats of the field, by Debian's client over both kinds of broker and by HTTP, until the API gives their samples back. The site is the shipped example.</summary>
public sealed class FieldFormatsTests : IDisposable
{
    private const string User = "pengawas";
    private const string Password = "Batu-karang-77-biru";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private readonly Scratch scratch = new();

    [Fact]
    public async Task Tasmota_Sparkplug_and_lines_of_InfluxDB_become_samples_of_points_with_the_right_time_and_unit()
    {
        await using ExternalBroker broker = await ExternalBroker.MosquittoAsync(scratch);
        string data = scratch.At("data");
        Dictionary<string, Credential> devices = await DevicesAsync(data);
        string config = scratch.Write("k3.yaml", string.Create(
            CultureInfo.InvariantCulture, $"sources:\n  - name: pabrik\n    url: mqtt://127.0.0.1:{broker.Port}\n    filters: ['spBv1.0/#']\n    sparkplugHost: k3\n"));
        await using ProductProcess product = await ProductProcess.RunAsync(data, Ports.Free(), "--config", config);
        using Api api = await Api.SignInAsync(product.Address, User, Password);
        Dictionary<string, int> points = await PointsAsync(api);

        Credential board = devices["papan-01"];
        (await PublishAsync(product.Ports.Mqtt, board.UserName, "tele/room1/SENSOR", Payload("044-tasmota-sensor-bme680.json"), "-u", board.UserName, "-P", board.Password)).Succeeded();
        await HoldsAsync(api, product, points["Suhu papan"], DateTimeOffset.Parse("2018-11-15T22:03:21+07:00", CultureInfo.InvariantCulture), 23.2, "°C");

        // Connected is what the state of the host, kept by the broker, says.
        await Until.TrueAsync("the source is subscribed", Deadline, async () => (await api.TextAsync("/metrics")).Contains("k3_source_connections{", StringComparison.Ordinal), () => product.Said);
        (await PublishAsync(broker.Port, "edge1", "spBv1.0/plant1/NBIRTH/edge1", Payload("001-sparkplugb-nbirth.b64"))).Succeeded();
        await HoldsAsync(api, product, points["Suhu edge"], DateTimeOffset.Parse("2025-06-25T12:47:23.474Z", CultureInfo.InvariantCulture), 21.5, "°C");

        Credential telegraf = devices["telegraf-01"];
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60);
        using var http = new HttpClient { BaseAddress = product.Address, Timeout = Deadline };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", $"{telegraf.UserName}:{telegraf.Password}");
        using var lines = new StringContent(string.Create(CultureInfo.InvariantCulture, $"bunyi,host=mesin-01 laeq=84.2 {time.ToUnixTimeSeconds()}\n"), Encoding.UTF8, "text/plain");
        using HttpResponseMessage written = await http.PostAsync("/api/v2/write?bucket=k3&precision=s", lines);
        Assert.Equal(HttpStatusCode.NoContent, written.StatusCode);
        await HoldsAsync(api, product, points["Bunyi mesin"], time, 84.2, "dB(A)");
    }

    public void Dispose() => scratch.Dispose();

    private async Task<Dictionary<string, Credential>> DevicesAsync(string data)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "data", "field-site.yaml");
        string imported = (await Programs.RunAsync("sites", "import", file, "--data", data)).Succeeded();
        (await Programs.RunAsync(Programs.Product(["users", "add", User, "--role", "Inspector", "--province", "ID-JB", "--password-stdin", "--data", data]), [Password])).Succeeded();
        return imported.Split('\n').Where(l => l.StartsWith("device,", StringComparison.Ordinal)).Select(l => l.Trim().Split(','))
            .ToDictionary(p => p[1].Split('/')[1], p => new Credential(p[1], p[2]));
    }

    private string Payload(string name)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "data", "field", name);
        if (!name.EndsWith(".b64", StringComparison.Ordinal))
            return file;
        File.WriteAllBytes(scratch.At(name + ".bin"), Convert.FromBase64String(File.ReadAllText(file).Trim()));
        return scratch.At(name + ".bin");
    }

    private static Task<Ended> PublishAsync(int port, string client, string topic, string file, params string[] more) =>
        Mosquitto.PublishFileAsync(port, client, topic, file, more);

    private static async Task<Dictionary<string, int>> PointsAsync(Api api)
    {
        JsonElement site = (await api.AllAsync("sites")).Single();
        JsonElement whole = await api.GetAsync($"sites/{site.GetProperty("id").GetInt32()}");
        return whole.GetProperty("areas").EnumerateArray().SelectMany(a => a.GetProperty("points").EnumerateArray())
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("id").GetInt32());
    }

    private static Task HoldsAsync(Api api, ProductProcess product, int point, DateTimeOffset time, double value, string unit) =>
        Until.TrueAsync($"{value} {unit} of {time:O}", Deadline, async () =>
        {
            string from = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            string to = time.AddSeconds(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            JsonElement chart = await api.GetAsync($"points/{point}/samples?from={from}&to={to}");
            return chart.GetProperty("unit").GetString() == unit
                && chart.GetProperty("samples").EnumerateArray().Select(s => (s.GetProperty("t").GetDateTimeOffset(), s.GetProperty("v").GetDouble())).SequenceEqual([(time, value)]);
        }, () => product.Said);
}
