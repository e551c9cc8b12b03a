using System.Globalization;
using System.Text.RegularExpressions;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests.Faults;

/// <summary>
/// Memory while the telemetry store is away. One minute at a low rate; by hand for longer: <c>K3_AWAY_MINUTES</c>,
/// <c>K3_AWAY_RATE</c> (messages a second), <c>K3_AWAY_DEVICES</c>, <c>K3_AWAY_FASTER</c> (how much faster than the clock device
/// time runs, so that the windows of exposures are full early in the run), and <c>K3_AWAY_CSV</c> for a file with every reading.
/// </summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly int rate = Settings.Whole("K3_AWAY_RATE", 1000);
    private readonly int faster = Settings.Whole("K3_AWAY_FASTER", 1);
    private readonly TimeSpan length = TimeSpan.FromMinutes(Settings.Whole("K3_AWAY_MINUTES", 1));

    [Fact]
    public async Task With_InfluxDB_away_the_back_log_grows_on_disk_and_not_in_memory()
    {
        const double mostMebibytes = 200;
        int devices = Settings.Whole("K3_AWAY_DEVICES", 50);
        DateTimeOffset first = TimeProvider.System.GetUtcNow() - (length * (faster - 1));
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, first.AddMinutes(-2), detectors: devices);

        // Nobody listens there.
        string config = scratch.Write("k3.yaml", string.Create(CultureInfo.InvariantCulture, $"store:\n  kind: influxdb\ninflux:\n  url: http://127.0.0.1:{Ports.Free().Http}\n"));
        var fleet = new Fleet(plant.Devices, first.ToUnixTimeMilliseconds(), rate, devices * 1000 * faster / rate);
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, Ports.Free(), "--config", config);
        await using FleetRun run = await fleet.PublishAsync(product);
        List<Reading> readings = await ReadAsync(product, plant, fleet, run);
        await run.DrainAsync(() => product.Said);

        // The first third is the start: code is compiled, buffers and the collector's generations find their size.
        List<Reading> settled = [.. readings.Skip(readings.Count / 3)];
        double slope = Slope(settled);
        double grown = slope * (settled[^1].Seconds - settled[0].Seconds);
        Tell($"{fleet.Acknowledged} acknowledged of {fleet.Given} in {run.Elapsed.TotalSeconds:0} s = {fleet.Acknowledged / run.Elapsed.TotalSeconds:0}/s; connections lost {fleet.Devices.Sum(d => d.Lost)}");
        Tell($"resident, MiB: first {readings[0].Resident:0}, after a third {settled[0].Resident:0}, last {settled[^1].Resident:0}, most {readings.Max(r => r.Resident):0}; slope after the first third {slope * 60:0.00} MiB/min; journal {readings[^1].Journal:0} MiB");

        // The bare values of a long run would take more; so much is the collector's to play with.
        Assert.True(grown < mostMebibytes, string.Create(CultureInfo.InvariantCulture, $"grew by {grown:0} MiB after the first third"));
    }

    private async Task<List<Reading>> ReadAsync(ProductProcess product, Plant plant, Fleet fleet, FleetRun run)
    {
        using StreamWriter? file = Environment.GetEnvironmentVariable("K3_AWAY_CSV") is { Length: > 0 } path ? new StreamWriter(path) { AutoFlush = true } : null;
        file?.WriteLine("seconds,resident_mib,anonymous_mib,journal_mib,given,acknowledged,load");
        var readings = new List<Reading>();
        await Until.TrueAsync("the time is over", length + TimeSpan.FromMinutes(5), () =>
        {
            if (run.Elapsed < Every * (readings.Count + 1))
                return Task.FromResult(run.Elapsed >= length);
            string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{product.Id}/status"));
            double journal = new DirectoryInfo(plant.Data).EnumerateFiles("*.segment", SearchOption.AllDirectories).Sum(f => (double)f.Length) / (1 << 20);
            var reading = new Reading(run.Elapsed.TotalSeconds, Mebibytes(status, "VmRSS"), Mebibytes(status, "RssAnon"), journal, fleet.Acknowledged);
            readings.Add(reading);
            string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
            file?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reading.Seconds:0},{reading.Resident:0.0},{reading.Anonymous:0.0},{reading.Journal:0.0},{fleet.Given},{reading.Acknowledged},{load}"));
            return Task.FromResult(run.Elapsed >= length);
        }, () => product.Said);
        return readings;
    }

    /// <summary>Least squares, MiB a second.</summary>
    private static double Slope(List<Reading> readings)
    {
        double time = readings.Average(r => r.Seconds);
        double size = readings.Average(r => r.Resident);
        return readings.Sum(r => (r.Seconds - time) * (r.Resident - size)) / readings.Sum(r => (r.Seconds - time) * (r.Seconds - time));
    }

    private static double Mebibytes(string status, string line) =>
        double.Parse(Regex.Match(status, line + @":\s+([0-9]+) kB").Groups[1].Value, CultureInfo.InvariantCulture) / 1024;

    private void Tell(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Reading(double Seconds, double Resident, double Anonymous, double Journal, long Acknowledged);
}
