using System.Diagnostics;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>Many numbered devices that publish at a paced rate, all together. They outlive the products that they publish to.</summary>
internal sealed class Fleet
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1);

    /// <param name="devices">Who publishes; one connection each.</param>
    /// <param name="firstTime">Device time of each one's first sample, epoch milliseconds.</param>
    /// <param name="rate">Messages a second of all.</param>
    /// <param name="step">Milliseconds of device time between two samples of one device; by default as the rate makes them.</param>
    public Fleet(IEnumerable<Credential> devices, long firstTime, int rate, int? step = null)
    {
        List<Credential> all = [.. devices];
        Rate = rate;
        Devices = [.. all.Select(d => new NumberedPublisher(d, new NumberedLedger(firstTime, step ?? Math.Max(1, all.Count * 1000 / rate))))];
    }

    public int Rate { get; }

    public IReadOnlyList<NumberedPublisher> Devices { get; }

    public long Given => Devices.Sum(d => (long)d.Ledger.Given);

    public long Acknowledged => Devices.Sum(d => (long)d.Ledger.Acknowledged);

    public long Unexpected => Devices.Sum(d => (long)d.Unexpected);

    /// <summary>Connects all, then publishes until stopped; whoever loses his connection comes back by himself.</summary>
    /// <param name="product">Whose broker.</param>
    /// <param name="most">So many samples are given out at most.</param>
    public async Task<FleetRun> PublishAsync(ProductProcess product, long most = long.MaxValue)
    {
        var run = new FleetRun(this, most, product.Ports.Mqtt);
        await Until.TrueAsync($"{Devices.Count} devices are connected", TimeSpan.FromSeconds(120), () => Task.FromResult(Devices.All(d => d.IsConnected)), () =>
            $"{Devices.Count(d => d.IsConnected)} are; {Devices.Select(d => d.LastFault).FirstOrDefault(f => f is not null)}\n{product.Said}").ConfigureAwait(false);
        run.Begin();
        return run;
    }

    /// <summary>Each beat, every device sends what has become due since the start; a device that could not is late, and loses nothing.</summary>
    internal async Task PumpAsync(FleetRun run, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(Beat, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        long[] given = new long[Devices.Count];
        try
        {
            while (await beat.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                long due = run.IsDraining ? 0 : Math.Min(run.Most, (long)(watch.Elapsed.TotalSeconds * Rate));
                long all = 0;
                for (int i = 0; i < given.Length; i++)
                {
                    long share = (due + given.Length - 1 - i) / given.Length;
                    given[i] += Devices[i].Pump(Math.Max(0, share - given[i]));
                    all += given[i];
                }

                run.Gave(all);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
