using K3Monitor.FirmwareSim.Devices;
using K3Monitor.FirmwareSim.Plants;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Running;

/// <summary>Plays a scenario against a broker: each device has its own connection, memory and order.</summary>
/// <remarks>One run per instance. <see cref="Counters"/> may be read from any thread meanwhile.</remarks>
public sealed class SimulationRunner
{
    private readonly SimulationOptions _options;
    private readonly DateTimeOffset _start;
    private readonly long _seed;
    private readonly List<(DeviceSampler Sampler, Backlog Backlog)> _devices;
    private readonly Func<DeviceIdentity, IDeviceLink> _links;

    /// <summary>Prepares a run.</summary>
    /// <param name="scenario">What is played.</param>
    /// <param name="options">Where and how.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is not one.</exception>
    public SimulationRunner(Scenario scenario, SimulationOptions options)
        : this(scenario, options, identity => new MqttDeviceLink(
            identity, options.Host, options.Port, options.Tls, options.Password(identity.SiteId, identity.Device.Id)))
    {
    }

    internal SimulationRunner(Scenario scenario, SimulationOptions options, Func<DeviceIdentity, IDeviceLink> links)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Port, ushort.MaxValue);
        (_options, _links) = (options, links);
        _start = options.Start ?? scenario.StartOn(scenario.Date);
        _seed = options.Seed ?? scenario.Seed;
        _devices = [.. MessageSource.Samplers(scenario, _seed).Select(s => (s, new Backlog(s.Identity.Device.Buffer)))];
        Counters = new SimulationCounters { Backlogs = [.. _devices.Select(d => d.Backlog)] };
    }

    /// <summary>What has happened so far.</summary>
    public SimulationCounters Counters { get; }

    /// <summary>
    /// Plays until the scenario has ended and every message is acknowledged, or until it is stopped. An absent broker
    /// or refused credentials do not end it: the devices keep their samples and retry.
    /// </summary>
    /// <param name="stop">Stops the play; the devices publish <c>offline</c> and disconnect.</param>
    /// <returns>Ends without an exception in both cases.</returns>
    public async Task RunAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var tasks = _devices.SelectMany(d => new[] { SampleAsync(d.Sampler, d.Backlog, either.Token), SendAsync(d.Sampler, d.Backlog, either.Token) }).ToList();
        try
        {
            await foreach (var ended in Task.WhenEach(tasks).ConfigureAwait(false))
            {
                await ended.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped as asked: what is left is to wait for the goodbyes below.
        }
        finally
        {
            await either.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SampleAsync(DeviceSampler sampler, Backlog backlog, CancellationToken stop)
    {
        foreach (var message in sampler.Telemetry(_start))
        {
            for (var ahead = message.DueAt - _options.Clock.GetUtcNow(); ahead > TimeSpan.Zero; ahead = message.DueAt - _options.Clock.GetUtcNow())
            {
                await Task.Delay(ahead, _options.Clock, stop).ConfigureAwait(false);
            }

            await backlog.AddAsync(message, stop).ConfigureAwait(false);
        }

        backlog.Complete();
    }

    private Task SendAsync(DeviceSampler sampler, Backlog backlog, CancellationToken stop)
    {
        var identity = sampler.Identity;
        var session = new DeviceSession(
            identity, backlog, () => _links(identity), Counters, _options.NetworkClock,
            new SeededNoise(_seed, identity.Name + "/reconnect"), _options.Report ?? (_ => { }));
        return Task.Run(() => session.RunAsync(stop), stop);
    }
}
