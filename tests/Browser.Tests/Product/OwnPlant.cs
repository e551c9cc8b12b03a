using System.Globalization;
using System.Text;
using MQTTnet;
using MQTTnet.Protocol;

namespace K3Monitor.Browser.Tests.Product;

/// <summary>A plant of the test's own: <c>run</c> with one tank that is watched by one device, and a point that no device feeds.</summary>
internal sealed class OwnPlant : IAsyncDisposable
{
    public const string User = "penguji";
    private const string Password = "kata-sandi-Uji-2026";
    private const string Site = """
        company: { slug: uji, name: PT Uji }
        sites:
          - slug: pt-uji
            name: PT Uji, Batam
            province: ID-KR
            zone: Asia/Jakarta
            devices:
              - key: gas-01
                model: GD-4
                channels:
                  - { name: h2s, quantity: gas.h2s, unit: ppm, min: 0, max: 100, resolution: 0.1 }
                  - { name: co, quantity: gas.co, unit: ppm, min: 0, max: 1000, resolution: 1 }
            areas:
              - slug: tangki
                name: Area Tangki
                confined_space: true
                workers: 6
                shifts:
                  - { name: Harian, start: "00:00", end: "00:00" }
                points:
                  - { slug: h2s, name: Tangki 1 — H₂S, quantity: gas.h2s, interval: 1s, measured_by: [{ device: gas-01, channel: h2s }] }
                  - { slug: co, name: Tangki 1 — CO, quantity: gas.co, interval: 1s, measured_by: [{ device: gas-01, channel: co }] }
        """;

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("k3-browser-own-");
    private readonly int mqttPort = ProductProcess.FreePort();
    private ProductProcess? product;
    private string devicePassword = "";

    private OwnPlant()
    {
    }

    public string Address { get; } = $"http://127.0.0.1:{ProductProcess.FreePort().ToString(CultureInfo.InvariantCulture)}";

    public string UserPassword => Password;

    public static async Task<OwnPlant> StartAsync()
    {
        var plant = new OwnPlant();
        string file = Path.Combine(plant.data.FullName, "site.yaml");
        await File.WriteAllTextAsync(file, Site);
        string told = await ProductProcess.RunAsync("", "sites", "import", file, "--data", plant.data.FullName);
        plant.devicePassword = told.Split('\n').Select(line => line.Trim().Split(',')).Single(f => f is ["device", "pt-uji/gas-01", _])[2];
        await ProductProcess.RunAsync(
            Password + "\n", "users", "add", User, "--role", "Inspector", "--province", "ID-KR", "--language", "id", "--password-stdin", "--data", plant.data.FullName);
        await plant.StartProductAsync();
        return plant;
    }

    public async Task StartProductAsync() => product = await ProductProcess.StartAsync(
        "is ready at", "run", "--data", data.FullName, "--urls", Address, "--mqtt-port", mqttPort.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends the product without warning.</summary>
    public async Task KillProductAsync()
    {
        await product!.DisposeAsync();
        product = null;
    }

    /// <summary>Publishes hydrogen sulfide at 1 Hz up to now, and returns when every message is acknowledged.</summary>
    public async Task PublishAsync(IReadOnlyList<double> h2s)
    {
        using IMqttClient client = await ConnectAsync();
        long first = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - ((h2s.Count - 1) * 1000L);
        foreach ((int index, double[] part) in h2s.Chunk(60).Index())
            await PublishAsync(client, first + (index * 60_000L), part);
        await client.DisconnectAsync();
    }

    /// <summary>
    /// The same by Debian's own client, one message a value with QoS 1; returns the times (epoch ms) of what was published,
    /// when the client says that all of it was acknowledged.
    /// </summary>
    public async Task<IReadOnlyList<long>> PublishByMosquittoAsync(IReadOnlyList<double> h2s)
    {
        long first = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - h2s.Count + 1) * 1000;
        long[] times = [.. Enumerable.Range(0, h2s.Count).Select(i => first + (i * 1000L))];
        await MosquittoPub.LinesAsync(mqttPort, "pt-uji/gas-01", devicePassword, "k3/v1/pt-uji/gas-01/telemetry", times.Zip(h2s, Message));
        return times;
    }

    /// <summary>Publishes one value a second until told to stop.</summary>
    public async Task PublishOnAsync(Func<int, double> h2s, CancellationToken stop)
    {
        using IMqttClient client = await ConnectAsync();
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            for (int i = 0; await second.WaitForNextTickAsync(stop); i++)
                await PublishAsync(client, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), [h2s(i)]);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await client.DisconnectAsync(cancellationToken: CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (product is not null)
            await product.DisposeAsync();
        data.Delete(recursive: true);
    }

    private static async Task PublishAsync(IMqttClient client, long first, double[] values)
    {
        IEnumerable<string> items = values.Select((v, i) => Message(first + (i * 1000L), v));
        MqttClientPublishResult result = await client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic("k3/v1/pt-uji/gas-01/telemetry")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithPayload(Encoding.UTF8.GetBytes($"[{string.Join(',', items)}]"))
            .Build());
        Assert.True(result.IsSuccess, result.ReasonCode.ToString());
    }

    private static string Message(long time, double h2s) =>
        string.Create(CultureInfo.InvariantCulture, $$$"""{"ts":{{{time}}},"v":{"h2s":{{{h2s}}}}}""");

    private async Task<IMqttClient> ConnectAsync()
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult result = await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", mqttPort).WithClientId("pt-uji/gas-01").WithCredentials("pt-uji/gas-01", devicePassword).Build());
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return client;
    }
}
