using System.Collections.Concurrent;
using System.Text;
using K3Monitor.FirmwareSim.Devices;
using K3Monitor.FirmwareSim.Running;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes() =>
        Assert.Equal(Play.Text(Play.Shipped("workday")), Play.Text(Play.Shipped("workday")));

    [Fact]
    public void Another_seed_gives_other_bytes()
    {
        var scenario = Play.Shipped("h2s-spike");
        Assert.NotEqual(Play.Text(scenario), Play.Text(scenario, scenario.Seed + 1));
    }

    [Fact]
    public async Task A_faster_clock_publishes_the_same_bytes_in_the_same_order()
    {
        var scenario = Play.Shipped("h2s-spike");
        string[] expected = [.. Play.Text(scenario).Split('\n').Where(l => l.Contains("/telemetry\t", StringComparison.Ordinal))];
        foreach (double speed in new[] { 2_000.0, 20_000.0 })
        {
            Assert.Equal(expected, await Published(scenario, speed));
        }
    }

    private static async Task<string[]> Published(Scenarios.Scenario scenario, double speed)
    {
        var links = new FakeLinks();
        var start = scenario.StartOn(scenario.Date);
        var runner = new SimulationRunner(
            scenario,
            new SimulationOptions { Password = (_, _) => "", Clock = new AcceleratedTimeProvider(start, speed), Start = start },
            _ => links.Next());
        await runner.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(runner.Counters.PublishedMessages, runner.Counters.Acknowledged);
        return [.. links.Telemetry];
    }
}

/// <summary>Links to a broker that a test switches on and off.</summary>
internal sealed class FakeLinks
{
    private readonly ConcurrentQueue<(string Topic, string Payload)> _received = new();

    internal int Connections { get; private set; }

    /// <summary>Whether a connection can be made.</summary>
    internal bool Up { get; set; } = true;

    /// <summary>The connection breaks, unacknowledged, at the telemetry message with this number (from 1).</summary>
    internal int? BreakAt { get; set; }

    internal IEnumerable<string> Telemetry => _received.Where(r => r.Topic.EndsWith("/telemetry", StringComparison.Ordinal)).Select(r => r.Topic + "\t" + r.Payload);

    internal IReadOnlyList<(string Topic, string Payload)> All => [.. _received];

    internal IDeviceLink Next() => new Link(this);

    private sealed class Link(FakeLinks broker) : IDeviceLink
    {
        private readonly TaskCompletionSource _lost = new();

        public Task Lost => _lost.Task;

        public Task ConnectAsync(CancellationToken stop)
        {
            broker.Connections++;
            return broker.Up ? Task.CompletedTask : throw new DeviceLinkException("switched off");
        }

        public Task<bool> PublishAsync(DeviceMessage message, CancellationToken stop)
        {
            if (_lost.Task.IsCompleted || (message.Samples > 0 && broker.BreakAt == broker.Telemetry.Count() + 1))
            {
                broker.BreakAt = null;
                _lost.TrySetResult();
                return Task.FromException<bool>(new DeviceLinkException("broken"));
            }

            broker._received.Enqueue((message.Topic, Encoding.UTF8.GetString(message.Payload)));
            return Task.FromResult(true);
        }

        public Task DisconnectAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
