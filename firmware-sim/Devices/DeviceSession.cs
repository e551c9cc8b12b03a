using K3Monitor.FirmwareSim.Plants;
using K3Monitor.FirmwareSim.Running;

namespace K3Monitor.FirmwareSim.Devices;

/// <summary>
/// Keeps a device connected and sends its backlog in order: a few publishes wait for their acknowledgement at a time;
/// what a lost connection leaves unacknowledged is sent again first.
/// </summary>
internal sealed class DeviceSession(
    DeviceIdentity identity,
    Backlog backlog,
    Func<IDeviceLink> links,
    SimulationCounters counters,
    TimeProvider networkClock,
    SeededNoise jitter,
    Action<string> report)
{
    internal const int Window = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(5);

    private readonly Queue<(DeviceMessage Message, Task<bool> Acknowledged)> _inFlight = new();
    private int _failures;

    /// <summary>Runs until the backlog is complete and acknowledged, or until it is stopped.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        bool connectedBefore = false;
        while (!stop.IsCancellationRequested && !backlog.Drained)
        {
            await using var link = links();
            try
            {
                await link.ConnectAsync(stop).ConfigureAwait(false);
                counters.Connected(again: connectedBefore);
                connectedBefore = true;
                backlog.SetLink(up: true);
                await SendAsync(link, stop).ConfigureAwait(false);
                return;
            }
            catch (DeviceLinkException broken)
            {
                await OnBrokenAsync(broken, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The pause before the next attempt: doubling, at most a minute, spread over half of it.</summary>
    internal TimeSpan Pause(int failures)
    {
        double full = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 10)));
        return TimeSpan.FromSeconds(full * (0.5 + (0.5 * jitter.Uniform(failures))));
    }

    private async Task OnBrokenAsync(DeviceLinkException broken, CancellationToken stop)
    {
        backlog.SetLink(up: false);
        backlog.Return([.. _inFlight.Where(f => !(f.Acknowledged.IsCompletedSuccessfully)).Select(f => f.Message)]);
        foreach (var (_, done) in _inFlight.Where(f => f.Acknowledged.IsCompletedSuccessfully))
        {
            counters.Answered(await done.ConfigureAwait(false));
        }

        _inFlight.Clear();
        counters.Failed();
        if (++_failures == 1)
        {
            report($"{identity.Name}: no connection: {broken.Message}; samples are kept and it retries");
        }

        await Task.Delay(Pause(_failures), networkClock, stop).ConfigureAwait(false);
    }

    private async Task SendAsync(IDeviceLink link, CancellationToken stop)
    {
        try
        {
            await AnnounceAsync(link, identity.Info(default), stop).ConfigureAwait(false);
            await AnnounceAsync(link, identity.Status(online: true, default), stop).ConfigureAwait(false);
            if (_failures > 0)
            {
                report($"{identity.Name}: connected again");
                _failures = 0;
            }

            while (!backlog.Drained || _inFlight.Count > 0)
            {
                await StepAsync(link, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            await LeaveAsync(link).ConfigureAwait(false);
        }
    }

    private async Task AnnounceAsync(IDeviceLink link, DeviceMessage message, CancellationToken stop)
    {
        if (!await link.PublishAsync(message, stop).ConfigureAwait(false))
        {
            report($"{identity.Name}: the broker refuses {message.Topic}");
        }
    }

    private async Task StepAsync(IDeviceLink link, CancellationToken stop)
    {
        while (_inFlight.Count < Window && backlog.TryTake(out var message))
        {
            counters.Published(message!.Samples);
            _inFlight.Enqueue((message, link.PublishAsync(message, stop)));
        }

        if (_inFlight.TryPeek(out var oldest))
        {
            counters.Answered(await oldest.Acknowledged.ConfigureAwait(false));
            _inFlight.Dequeue();
            return;
        }

        var ready = backlog.WaitAsync(stop);
        if (await Task.WhenAny(ready, link.Lost).ConfigureAwait(false) == link.Lost)
        {
            throw new DeviceLinkException("the connection was lost");
        }

        await ready.ConfigureAwait(false);
    }

    /// <summary>A device that is switched off says so; one whose connection is gone leaves that to its will.</summary>
    private async Task LeaveAsync(IDeviceLink link)
    {
        if (link.Lost.IsCompleted)
        {
            return;
        }

        using var patience = new CancellationTokenSource(LongestGoodbye, networkClock);
        try
        {
            await AnnounceAsync(link, identity.Status(online: false, default), patience.Token).ConfigureAwait(false);
            await link.DisconnectAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is DeviceLinkException or OperationCanceledException)
        {
            report($"{identity.Name}: could not say goodbye: {gone.Message}");
        }
    }
}
