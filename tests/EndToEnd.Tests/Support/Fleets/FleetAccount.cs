using System.Globalization;
using System.Text.Json;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>Holds what a product has kept against what a fleet was told: every acknowledged sample, each incident.</summary>
internal sealed class FleetAccount(Fleet fleet)
{
    private const string Ceiling = "id.permenaker-11-2023/h2s-ceiling";
    private const int AtOnce = 50_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly int[] settledTo = new int[fleet.Devices.Count];

    /// <summary>
    /// Every sample that was acknowledged since the last call is kept, once and with its value; none is kept twice or changed,
    /// and none that was never sent.
    /// </summary>
    /// <returns>Samples looked at.</returns>
    public async Task<long> CheckNewAsync(ProductProcess product, Api api)
    {
        long seen = await CheckAsync(product, api, settledTo).ConfigureAwait(false);
        for (int i = 0; i < settledTo.Length; i++)
            settledTo[i] = fleet.Devices[i].Ledger.OldestOpen(settledTo[i]);
        return seen;
    }

    /// <summary>The same for everything since the beginning.</summary>
    public Task<long> CheckAllAsync(ProductProcess product, Api api) => CheckAsync(product, api, new int[settledTo.Length]);

    /// <summary>
    /// No incident is there twice, of whatever limit; each device that had a breach acknowledged has its one incident of the
    /// ceiling, and none has one that never breached it.
    /// </summary>
    /// <returns>Incidents of the ceiling.</returns>
    public async Task<int> CheckIncidentsAsync(ProductProcess product, Api api)
    {
        HashSet<string> owed = [.. Where(d => d.Ledger.HasAcknowledgedBreach)];
        HashSet<string> may = [.. Where(d => d.Ledger.HasBreach)];
        List<JsonElement> all = [];
        List<string> ceiling = [];
        await Until.TrueAsync("an incident for each device with a breach", Patience, async () =>
        {
            all = await api.AllAsync("incidents").ConfigureAwait(false);
            ceiling = [.. all.Where(i => Text(i, "limit") == Ceiling).Select(i => Text(i, "point"))];
            return owed.IsSubsetOf(ceiling);
        }, () => $"missing: {string.Join(", ", owed.Except(ceiling))}\n{product.Said}").ConfigureAwait(false);
        Assert.Equal(ceiling.Count, ceiling.Distinct().Count());
        Assert.Subset(may, ceiling.ToHashSet());
        Assert.Equal(all.Count, all.DistinctBy(i => (Text(i, "limit"), Text(i, "point"), Text(i, "breachStart"))).Count());
        Assert.Equal(all.Count, all.DistinctBy(i => Text(i, "number")).Count());
        return ceiling.Count;
    }

    private async Task<long> CheckAsync(ProductProcess product, Api api, int[] from)
    {
        Dictionary<string, int> points = await RunningPlant.PointsAsync(api).ConfigureAwait(false);
        long seen = 0;
        for (int i = 0; i < from.Length; i++)
        {
            NumberedPublisher device = fleet.Devices[i];
            for (int start = from[i]; start < device.Ledger.Given; start += AtOnce)
                seen += await CheckAsync(product, api, device, points[device.Name], start, Math.Min(device.Ledger.Given, start + AtOnce)).ConfigureAwait(false);
        }

        return seen;
    }

    private static async Task<int> CheckAsync(ProductProcess product, Api api, NumberedPublisher device, int point, int from, int to)
    {
        NumberedLedger ledger = device.Ledger;
        bool[] seen = [];
        int missing = 0;
        await Until.TrueAsync($"the acknowledged samples {from} to {to} of {device.Name}", Patience, async () =>
        {
            seen = new bool[to - from];
            string rows = await api.TextAsync($"/api/v1/points/{point}/samples?format=csv&from={Iso(ledger.TimeOf(from))}&to={Iso(ledger.TimeOf(to))}").ConfigureAwait(false);
            foreach ((long time, double value) in Rows(rows))
            {
                int number = ledger.NumberOf(time);
                Assert.True(number >= from && number < to, $"{device.Name}: a sample of {Iso(time)} that was never sent");
                Assert.False(seen[number - from], $"{device.Name}: number {number} is kept twice");
                Assert.Equal(ledger.ValueOf(number), value);
                seen[number - from] = true;
            }

            missing = Enumerable.Range(from, to - from).Count(n => ledger.IsAcknowledged(n) && !seen[n - from]);
            return missing == 0;
        }, () => $"{missing} are missing, the first {Enumerable.Range(from, to - from).First(n => ledger.IsAcknowledged(n) && !seen[n - from])}\n{product.Said}").ConfigureAwait(false);
        return seen.Count(s => s);
    }

    private static IEnumerable<(long Time, double Value)> Rows(string csv)
    {
        foreach (string line in csv.Split('\n').Skip(1).Where(l => l.Length > 0))
        {
            int time = line.IndexOf(',', StringComparison.Ordinal);
            int value = line.IndexOf(',', time + 1) + 1;
            yield return (
                DateTimeOffset.Parse(line.AsSpan(0, time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds(),
                double.Parse(line.AsSpan(value, line.IndexOf(',', value) - value), NumberStyles.Float, CultureInfo.InvariantCulture));
        }
    }

    private IEnumerable<string> Where(Func<NumberedPublisher, bool> holds) =>
        fleet.Devices.Index().Where(d => holds(d.Item)).Select(d => string.Create(CultureInfo.InvariantCulture, $"Tangki {d.Index + 1}"));

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string Iso(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
