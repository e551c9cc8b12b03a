using System.Diagnostics;
using System.Net.Sockets;

namespace K3Monitor.FirmwareSim.Load;

/// <summary>What a load came to.</summary>
/// <param name="Due">Messages that the asked rate amounts to.</param>
/// <param name="Sent">Messages handed to sockets.</param>
/// <param name="Acknowledged">Messages acknowledged, each once; 0 at QoS 0.</param>
/// <param name="Unexpected">Acknowledgements of nothing that was waiting.</param>
/// <param name="Elapsed">Time from the first due moment to the last message sent.</param>
/// <param name="Drained">Time from there until the last acknowledgement, or until patience ended.</param>
/// <param name="Latency">Due moment to acknowledgement.</param>
/// <param name="Faults">One line for each connection that ended early.</param>
internal sealed record LoadReport(
    long Due, long Sent, long Acknowledged, long Unexpected, TimeSpan Elapsed, TimeSpan Drained, LatencyHistogram Latency, IReadOnlyList<string> Faults);

/// <summary>Connects all devices, then publishes at the asked rate.</summary>
internal sealed class LoadRunner(LoadOptions options, TimeProvider clock)
{
    private const int ConnectingAtOnce = 64;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="IOException">The broker refuses a connection.</exception>
    /// <exception cref="SocketException">The broker is not there.</exception>
    internal async Task<LoadReport> RunAsync(CancellationToken stop)
    {
        var connections = options.Devices.Select(d => new LoadConnection(d, options)).ToList();
        try
        {
            await Parallel.ForEachAsync(
                connections,
                new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = stop },
                async (c, s) => await c.ConnectAsync(options.Host, options.Port, s).ConfigureAwait(false)).ConfigureAwait(false);
            return await MeasureAsync(connections, stop).ConfigureAwait(false);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private async Task<LoadReport> MeasureAsync(List<LoadConnection> connections, CancellationToken stop)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var readers = connections.Select(c => c.ReadAsync(reading.Token)).ToList();
        long begin = Stopwatch.GetTimestamp();
        await PublishAsync(connections, begin, stop).ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(begin);
        await DrainAsync(connections, stop).ConfigureAwait(false);
        var drained = Stopwatch.GetElapsedTime(begin) - elapsed;

        // Faults are read before the readers are stopped, so that only real ones are there.
        var faults = connections.Zip(options.Devices).Where(p => p.First.Fault is not null).Select(p => $"{p.Second.Name}: {p.First.Fault}").ToList();
        await reading.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(readers).ConfigureAwait(false);
        var latency = new LatencyHistogram();
        connections.ForEach(c => latency.Merge(c.Latency));
        return new LoadReport(
            (long)options.Rate * options.Seconds, connections.Sum(c => c.Sent), connections.Sum(c => c.Acknowledged),
            connections.Sum(c => c.Unexpected), elapsed, drained, latency, faults);
    }

    /// <summary>
    /// Each beat, every connection sends what has become due. Message n of connection i of N is due at (n + i/N)·N/rate,
    /// so the connections do not fire together.
    /// </summary>
    private async Task PublishAsync(List<LoadConnection> connections, long begin, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(Beat, clock);
        long total = (long)options.Rate * options.Seconds;
        double ticks = Stopwatch.Frequency / (double)options.Rate;
        int count = connections.Count;
        long late = begin + (long)((options.Seconds + Patience.TotalSeconds) * Stopwatch.Frequency);
        do
        {
            long dueAll = Math.Min(total, (long)((Stopwatch.GetTimestamp() - begin) / ticks) + 1);
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            for (int i = 0; i < count; i++)
            {
                int place = i;
                connections[i].Pump((dueAll - i + count - 1) / count, n => begin + (long)(((n * count) + place) * ticks), now);
            }

            bool done = dueAll == total && connections.Sum(c => c.Fault is null ? 0 : 1) + SentAll(connections, total) == count;
            if (done || Stopwatch.GetTimestamp() > late)
            {
                return;
            }
        }
        while (await beat.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    private static int SentAll(List<LoadConnection> connections, long total)
    {
        int count = connections.Count;
        return connections.Where((c, i) => c.Fault is null && c.Sent >= (total - i + count - 1) / count).Count();
    }

    private async Task DrainAsync(List<LoadConnection> connections, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5), clock);
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < Patience)
        {
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            connections.ForEach(c => c.Pump(0, _ => 0, now));
            bool settled = connections.All(c => c.Fault is not null || (c.Flushed && (options.Qos == 0 || c.Acknowledged == c.Sent)));
            if (settled)
            {
                return;
            }

            await beat.WaitForNextTickAsync(stop).ConfigureAwait(false);
        }
    }
}
