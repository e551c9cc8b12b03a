using System.Globalization;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A product that subscribes to an external broker: killed and started again on the same data.</summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private readonly Ports ports = Ports.Free();
    private readonly string config;

    private Subscriber(Plant plant, string config) => (Plant, this.config) = (plant, config);

    public Plant Plant { get; }

    public ProductProcess Product { get; private set; } = null!;

    public Api Api { get; private set; } = null!;

    /// <summary>Starts the product with sources, each the lines of its fields, and waits until all are connected.</summary>
    public static async Task<Subscriber> StartAsync(Scratch scratch, Plant plant, params string[] sources)
    {
        string text = "sources:\n" + string.Concat(sources.Select(s => "  - " + s.Trim().ReplaceLineEndings("\n    ") + "\n"));
        var subscriber = new Subscriber(plant, scratch.Write("k3.yaml", text));
        await subscriber.StartAgainAsync().ConfigureAwait(false);
        return subscriber;
    }

    /// <summary>A source that subscribes to everything of an anonymous broker and notices silence fast.</summary>
    public static string Source(ExternalBroker broker, string name = "uji", string more = "") =>
        string.Create(CultureInfo.InvariantCulture, $"name: {name}\nurl: mqtt://127.0.0.1:{broker.Port}\nprotocol: {broker.Protocol}\nfilters: ['k3/v1/+/+/#']\nkeepAliveSeconds: 6\n{more}");

    public async Task StartAgainAsync()
    {
        Product = await ProductProcess.RunAsync(Plant.Data, ports, "--config", config).ConfigureAwait(false);
        Api = await Plant.SignInAsync(Product).ConfigureAwait(false);
    }

    public async Task KillAsync()
    {
        Api.Dispose();
        await Product.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Sum of a figure over the brokers whose line holds a text; 0 while it does not exist.</summary>
    public async Task<double> FigureAsync(string name, string of = "") => (await Api.TextAsync("/metrics").ConfigureAwait(false)).Split('\n')
        .Where(l => l.StartsWith($"k3monitor_ingest_k3_source_{name}{{", StringComparison.Ordinal) && l.Contains(of, StringComparison.Ordinal))
        .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>Waits until a figure is at least so much.</summary>
    public Task ReachesAsync(double least, string name, string of = "") =>
        Until.TrueAsync($"{name} {of} reaches {least}", Deadline, async () => await FigureAsync(name, of).ConfigureAwait(false) >= least, () => Product.Said);

    /// <summary>Waits for a condition of a source, and gives what all parts say.</summary>
    public Task ConditionAsync(string source, string condition) => Until.TrueAsync(
        $"broker {source} is {condition}", Deadline, async () => (await Api.TextAsync("/health/ready").ConfigureAwait(false)).Contains($"\"broker {source}\":\"{condition}\"", StringComparison.OrdinalIgnoreCase), () => Product.Said);

    /// <summary>Waits until all that a device had acknowledged is kept, but for what may be missing; none of it twice, none with another value.</summary>
    /// <returns>How many samples are kept, acknowledged or not, and how many of the acknowledged are missing.</returns>
    public async Task<(int Kept, int Missing)> ReckonAsync(NumberedDevice device, Func<int, bool> mayMiss)
    {
        int point = (await RunningPlant.PointsAsync(Api).ConfigureAwait(false))[device.Name];
        HashSet<int> owed = [.. device.Acknowledged];
        List<(long Time, double Value)> kept = [];
        await Until.TrueAsync($"the {owed.Count} samples of {device.Name}", Deadline, async () =>
        {
            kept = await Kept.SamplesAsync(Api, point, device.TimeOf(0), device.TimeOf(device.Sent), NumberedDevice.Step).ConfigureAwait(false);
            return owed.Except(kept.Select(k => device.NumberOf(k.Time))).All(mayMiss);
        }, () => $"missing: {string.Join(", ", owed.Except(kept.Select(k => device.NumberOf(k.Time))).Order().Take(20))}\n{Product.Said}").ConfigureAwait(false);
        Assert.Equal(kept.Count, kept.DistinctBy(k => k.Time).Count());
        Assert.All(kept, k => Assert.Equal(NumberedDevice.ValueOf(device.NumberOf(k.Time)), k.Value));
        return (kept.Count, owed.Except(kept.Select(k => device.NumberOf(k.Time))).Count());
    }

    public async ValueTask DisposeAsync() => await KillAsync().ConfigureAwait(false);
}
