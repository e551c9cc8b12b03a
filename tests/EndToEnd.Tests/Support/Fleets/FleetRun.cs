using System.Diagnostics;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A fleet while it publishes.</summary>
internal sealed class FleetRun : IAsyncDisposable
{
    private readonly Fleet fleet;
    private readonly CancellationTokenSource stop = new();
    private readonly Task living;
    private readonly Lock gate = new();
    private readonly List<(long Given, TaskCompletionSource Reached)> waiting = [];
    private Task pumping = Task.CompletedTask;
    private Stopwatch watch = new();
    private bool isStopped;

    internal FleetRun(Fleet fleet, long most, int port)
    {
        (this.fleet, Most) = (fleet, most);
        living = Task.WhenAll(fleet.Devices.Select(d => Task.Run(() => d.LiveAsync(port, stop.Token))));
    }

    public long Most { get; }

    /// <summary>Samples given out in this run.</summary>
    public long Given { get; private set; }

    /// <summary>Since the first publish.</summary>
    public TimeSpan Elapsed => watch.Elapsed;

    internal bool IsDraining { get; private set; }

    /// <summary>Ends when so many samples were given out in this run, at once and on the publishing thread.</summary>
    public Task GivenAsync(long count)
    {
        lock (gate)
        {
            var reached = new TaskCompletionSource();
            waiting.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromMinutes(3));
        }
    }

    /// <summary>Waits for so many further acknowledgements.</summary>
    public Task MoreAsync(long count, Func<string> told)
    {
        long target = fleet.Acknowledged + count;
        return Until.TrueAsync($"{count} more acknowledgements", TimeSpan.FromMinutes(3), () => Task.FromResult(fleet.Acknowledged >= target), () => $"{target - fleet.Acknowledged} are missing\n{told()}");
    }

    /// <summary>Gives nothing new out, and waits until all that was is acknowledged.</summary>
    public async Task DrainAsync(Func<string> told)
    {
        IsDraining = true;
        await Until.TrueAsync("everything is acknowledged", TimeSpan.FromMinutes(3), () => Task.FromResult(fleet.Acknowledged == fleet.Given), () => $"{fleet.Given - fleet.Acknowledged} are not\n{told()}").ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (isStopped)
            return;
        isStopped = true;
        await stop.CancelAsync().ConfigureAwait(false);
        await pumping.ConfigureAwait(false);
        await living.ConfigureAwait(false);
        stop.Dispose();
    }

    internal void Begin()
    {
        watch = Stopwatch.StartNew();
        pumping = Task.Run(() => fleet.PumpAsync(this, stop.Token));
    }

    internal void Gave(long all)
    {
        lock (gate)
        {
            Given = all;
            for (int i = waiting.Count - 1; i >= 0; i--)
            {
                if (waiting[i].Given > all)
                    continue;
                waiting[i].Reached.SetResult();
                waiting.RemoveAt(i);
            }
        }
    }
}
