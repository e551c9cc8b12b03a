using K3Monitor.FirmwareSim.Devices;
using K3Monitor.FirmwareSim.Plants;
using K3Monitor.FirmwareSim.Running;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class OfflineTests
{
    private readonly FakeTimeProvider _network = new();
    private readonly FakeLinks _links = new();

    [Fact]
    public async Task Without_a_connection_the_oldest_messages_are_dropped_and_counted()
    {
        var backlog = new Backlog(3);
        backlog.SetLink(up: false);
        for (int i = 1; i <= 5; i++)
        {
            await backlog.AddAsync(Message(i), Stop);
        }

        Assert.Equal(2, backlog.Dropped);
        Assert.Equal([3, 4, 5], Drain(backlog));
    }

    [Fact]
    public async Task With_a_connection_the_sampler_waits_for_room()
    {
        var backlog = new Backlog(1);
        await backlog.AddAsync(Message(1), Stop);
        var second = backlog.AddAsync(Message(2), Stop);
        Assert.False(second.IsCompleted);
        Assert.True(backlog.TryTake(out _));
        await second;
        Assert.Equal(0, backlog.Dropped);
    }

    [Fact]
    public async Task Unacknowledged_messages_go_back_in_front_and_in_order()
    {
        var backlog = new Backlog(10);
        await backlog.AddAsync(Message(3), Stop);
        backlog.Return([Message(1), Message(2)]);
        Assert.Equal([1, 2, 3], Drain(backlog));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(600)]
    public async Task A_broken_connection_loses_nothing_and_keeps_the_order(int breakAt)
    {
        var scenario = Play.Shipped("h2s-spike");
        _links.BreakAt = breakAt;
        var runner = Runner(scenario);
        await Elapse(runner.RunAsync(Stop));
        string[] expected = [.. Play.Text(scenario).Split('\n').Where(l => l.Contains("/telemetry\t", StringComparison.Ordinal))];
        Assert.Equal(expected, _links.Telemetry.Distinct());
        Assert.Equal(1, runner.Counters.Reconnects);
        Assert.Equal(expected.Length, runner.Counters.Acknowledged);
        Assert.Equal(0, runner.Counters.Buffered);
    }

    [Fact]
    public async Task A_device_introduces_itself_and_says_goodbye()
    {
        await Runner(Play.Shipped("h2s-spike")).RunAsync(Stop);
        Assert.EndsWith("/info", _links.All[0].Topic, StringComparison.Ordinal);
        Assert.Equal("online", _links.All[1].Payload);
        Assert.Equal("offline", _links.All[^1].Payload);
    }

    [Fact]
    public async Task An_absent_broker_is_retried_until_it_is_there()
    {
        _links.Up = false;
        var runner = Runner(Play.Shipped("h2s-spike"));
        var run = runner.RunAsync(Stop);
        await Elapse(run, until: () => runner.Counters.ConnectionFailures >= 3);
        _links.Up = true;
        await Elapse(run);
        Assert.Equal(600, runner.Counters.Acknowledged);
    }

    [Fact]
    public void The_pause_doubles_to_a_minute_and_is_spread_over_half_of_it()
    {
        var session = new DeviceSession(null!, new Backlog(1), _links.Next, new SimulationCounters(), _network, new SeededNoise(1, "x"), _ => { });
        double[] full = [1, 2, 4, 8, 16, 32, 60, 60];
        for (int i = 0; i < full.Length; i++)
        {
            Assert.InRange(session.Pause(i + 1).TotalSeconds, full[i] / 2, full[i]);
        }
    }

    [Fact]
    public async Task A_stopped_run_ends_without_an_exception_and_says_goodbye()
    {
        using var stop = new CancellationTokenSource();
        var scenario = Play.Shipped("h2s-spike");
        var clock = new FakeTimeProvider(scenario.StartOn(scenario.Date));
        var runner = Runner(scenario, clock);
        var run = runner.RunAsync(stop.Token);
        await Elapse(run, until: () => runner.Counters.Acknowledged == 1);
        await stop.CancelAsync();
        await run;
        Assert.Equal("offline", _links.All[^1].Payload);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SimulationRunner Runner(Scenarios.Scenario scenario, TimeProvider? clock = null) => new(
        scenario,
        new SimulationOptions
        {
            Password = (_, _) => "",
            Clock = clock ?? new FakeTimeProvider(scenario.StartOn(scenario.Date) + scenario.Duration),
            NetworkClock = _network,
        },
        _ => _links.Next());

    /// <summary>Lets the network's clock run until the run ends, or a condition holds.</summary>
    private async Task Elapse(Task run, Func<bool>? until = null)
    {
        for (int i = 0; i < 1_000_000 && !run.IsCompleted && until?.Invoke() != true; i++)
        {
            _network.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(until?.Invoke() ?? true);
        if (until is null)
        {
            await run;
        }
    }

    private static DeviceMessage Message(int number) => new("t", [(byte)number], default, Retain: false, Samples: 1);

    private static List<int> Drain(Backlog backlog)
    {
        var numbers = new List<int>();
        while (backlog.TryTake(out var message))
        {
            numbers.Add(message!.Payload[0]);
        }

        return numbers;
    }
}
