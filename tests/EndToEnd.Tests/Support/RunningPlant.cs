using System.Globalization;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A product that runs with two detectors, shared by the tests of a class.</summary>
public sealed class RunningPlant : IAsyncLifetime
{
    private readonly Scratch scratch = new();
    private readonly Dictionary<string, int> points = [];
    private long nextTime;

    internal Plant Plant { get; private set; } = null!;

    internal ProductProcess Product { get; private set; } = null!;

    internal Api Api { get; private set; } = null!;

    internal Credential First => Plant.Devices[0];

    internal Credential Second => Plant.Devices[1];

    public async ValueTask InitializeAsync()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Plant = await Plant.MakeAsync(scratch, now.AddHours(-2), detectors: 2).ConfigureAwait(false);
        Product = await ProductProcess.RunAsync(Plant.Data, Ports.Free()).ConfigureAwait(false);
        Api = await Plant.SignInAsync(Product).ConfigureAwait(false);
        nextTime = now.AddMinutes(-30).ToUnixTimeMilliseconds();
        foreach ((string device, int point) in await PointsAsync(Api).ConfigureAwait(false))
            points[device] = point;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Product.DisposeAsync().ConfigureAwait(false);
        scratch.Dispose();
    }

    /// <summary>Point of each detector, by the device's name.</summary>
    internal static async Task<Dictionary<string, int>> PointsAsync(Api api)
    {
        JsonElement site = (await api.AllAsync("sites").ConfigureAwait(false)).Single();
        JsonElement whole = await api.GetAsync($"sites/{site.GetProperty("id").GetInt32()}").ConfigureAwait(false);
        return whole.GetProperty("areas").EnumerateArray().SelectMany(a => a.GetProperty("points").EnumerateArray())
            .ToDictionary(p => $"{Plant.Site}/{p.GetProperty("device").GetString()!.Split('/')[^1]}", p => p.GetProperty("id").GetInt32());
    }

    /// <summary>A connected device.</summary>
    internal async Task<IMqttClient> ConnectAsync(Credential device, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult result = await client.ConnectAsync(Options(device, version)).ConfigureAwait(false);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return client;
    }

    internal MqttClientOptions Options(Credential device, MqttProtocolVersion version = MqttProtocolVersion.V500) => new MqttClientOptionsBuilder()
        .WithTcpServer("127.0.0.1", Product.Ports.Mqtt).WithProtocolVersion(version).WithClientId(device.UserName)
        .WithCredentials(device.UserName, device.Password).WithTimeout(TimeSpan.FromSeconds(20)).Build();

    /// <summary>A good message from a connected device is acknowledged and kept.</summary>
    internal async Task KeepsNextOfAsync(IMqttClient client, Credential device)
    {
        long time = nextTime += 1000;
        MqttClientPublishResult result = await client.PublishStringAsync(
            device.Telemetry, new Reading(time, (int)(time % 1_000_000), 0.4).Message, MqttQualityOfServiceLevel.AtLeastOnce).ConfigureAwait(false);
        Assert.True(result.IsSuccess, result.ReasonString);
        await Until.TrueAsync($"the next good sample of {device.UserName} is kept", TimeSpan.FromSeconds(15), async () =>
            (await Kept.SamplesAsync(Api, points[device.UserName], time, time + 1, 1).ConfigureAwait(false)) is [(_, 0.4)], () => Product.Said).ConfigureAwait(false);
    }

    /// <summary>The same, from a connection of its own.</summary>
    internal async Task KeepsNextOfAsync(Credential device)
    {
        using IMqttClient client = await ConnectAsync(device).ConfigureAwait(false);
        await KeepsNextOfAsync(client, device).ConfigureAwait(false);
    }

    /// <summary>A figure of <c>/metrics</c>; 0 while it does not exist.</summary>
    internal async Task<double> FigureAsync(string name, string tag = "")
    {
        string start = $"k3monitor_ingest_{name}{tag} ";
        string? line = (await Api.TextAsync("/metrics").ConfigureAwait(false)).Split('\n').FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[start.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a figure has grown.</summary>
    internal Task GrowsAsync(double before, string name, string tag = "") =>
        Until.TrueAsync($"{name}{tag} grows from {before}", TimeSpan.FromSeconds(15), async () => await FigureAsync(name, tag).ConfigureAwait(false) > before, () => Product.Said);
}
