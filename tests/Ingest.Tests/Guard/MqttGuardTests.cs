using System.IO.Pipelines;
using System.Net;
using K3Monitor.Ingest.Broker.Guard;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Ingest.Tests.GuardTests;

public sealed class MqttGuardTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_connection_that_never_completes_its_CONNECT_is_closed_after_the_timeout()
    {
        var guard = new MqttGuard(new GuardOptions(), _time);
        await using var peer = new Peer("10.0.0.1");
        var serving = guard.GuardPackets(peer.Connection, async c =>
            await c.Transport.Input.ReadAsync(c.ConnectionClosed));
        await peer.Send(0x10, 100, 0);
        Assert.Equal(1, guard.Counters.Open);

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(peer.Connection.ConnectionClosed.IsCancellationRequested);
        _time.Advance(TimeSpan.FromTicks(1));

        // The connection tells of its end on another thread.
        var closed = new TaskCompletionSource();
        await using CancellationTokenRegistration told = peer.Connection.ConnectionClosed.Register(closed.SetResult);
        await closed.Task.WaitAsync(Deadline);
        Assert.Equal(1, guard.Counters.Closed(GuardReason.ConnectTimeout));
        await serving.WaitAsync(Deadline).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(0, guard.Counters.Open);
    }

    [Fact]
    public async Task A_connection_whose_CONNECT_came_may_stay_silent()
    {
        var guard = new MqttGuard(new GuardOptions(), _time);
        await using var peer = new Peer("10.0.0.1");
        var connected = new TaskCompletionSource();
        var serving = guard.GuardPackets(peer.Connection, async c =>
        {
            c.Transport.Input.AdvanceTo((await c.Transport.Input.ReadAsync()).Buffer.End);
            connected.SetResult();
            await c.Transport.Input.ReadAsync();
        });
        await peer.Send(0x10, 1, 0);
        await connected.Task.WaitAsync(Deadline);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(peer.Connection.ConnectionClosed.IsCancellationRequested);
        await peer.End();
        await serving.WaitAsync(Deadline);
        Assert.Equal((0L, 1L), (guard.Counters.Open, guard.Counters.Accepted));
    }

    [Fact]
    public async Task An_address_gets_its_share_and_no_more_and_a_place_comes_back()
    {
        var guard = new MqttGuard(new GuardOptions { MaxConnectionsPerAddress = 2 }, _time);
        await using var first = await Holding.Start(guard, "10.0.0.1");
        await using var second = await Holding.Start(guard, "::ffff:10.0.0.1");
        await using var third = await Holding.Start(guard, "10.0.0.1");
        await using var other = await Holding.Start(guard, "10.0.0.2");
        Assert.Equal([true, true, false, true], new[] { first, second, third, other }.Select(h => h.Passed));
        Assert.True(third.Aborted);
        Assert.Equal(1, guard.Counters.Closed(GuardReason.TooManyFromAddress));

        await first.Release();
        await using var again = await Holding.Start(guard, "10.0.0.1");
        Assert.True(again.Passed);
    }

    [Fact]
    public async Task One_IPv6_network_counts_as_one_address()
    {
        var guard = new MqttGuard(new GuardOptions { MaxConnectionsPerAddress = 1 }, _time);
        await using var first = await Holding.Start(guard, "2001:db8::1");
        await using var same = await Holding.Start(guard, "2001:db8::2");
        await using var other = await Holding.Start(guard, "2001:db8:0:1::1");
        Assert.Equal([true, false, true], new[] { first, same, other }.Select(h => h.Passed));
    }

    [Fact]
    public async Task The_table_of_addresses_is_bounded_and_forgets_who_left()
    {
        var guard = new MqttGuard(new GuardOptions { MaxAddresses = 2 }, _time);
        await using var a = await Holding.Start(guard, "10.0.0.1");
        await using var b = await Holding.Start(guard, "10.0.0.2");
        await using var c = await Holding.Start(guard, "10.0.0.3");
        Assert.False(c.Passed);
        Assert.Equal(1, guard.Counters.Closed(GuardReason.TooManyAddresses));
        await a.Release();
        await using var d = await Holding.Start(guard, "10.0.0.3");
        Assert.True(d.Passed);
    }

    [Fact]
    public async Task Loopback_is_counted_only_when_asked_for()
    {
        var open = new MqttGuard(new GuardOptions { MaxConnectionsPerAddress = 1 }, _time);
        var strict = new MqttGuard(new GuardOptions { MaxConnectionsPerAddress = 1, ExemptLoopback = false }, _time);
        await using var a = await Holding.Start(open, "127.0.0.1");
        await using var b = await Holding.Start(open, "127.0.0.1");
        await using var c = await Holding.Start(strict, "127.0.0.1");
        await using var d = await Holding.Start(strict, "127.0.0.1");
        Assert.Equal([true, true, true, false], new[] { a, b, c, d }.Select(h => h.Passed));
    }

    [Fact]
    public async Task A_connection_checked_before_and_behind_TLS_takes_one_place()
    {
        var guard = new MqttGuard(new GuardOptions { MaxConnectionsPerAddress = 1 }, _time);
        await using var peer = new Peer("10.0.0.1");
        var reached = false;
        await guard.LimitAddress(peer.Connection, c => guard.LimitAddress(c, _ =>
        {
            reached = true;
            return Task.CompletedTask;
        }));
        Assert.True(reached);
        await using var next = await Holding.Start(guard, "10.0.0.1");
        Assert.True(next.Passed);
    }

    [Theory]
    [InlineData(127, 10, 1, 1)]
    [InlineData(128, 0, 1, 1)]
    [InlineData(128, 10, 0, 1)]
    [InlineData(128, 10, 1, 0)]
    public void Options_outside_their_range_are_refused(int packet, int seconds, int perAddress, int addresses) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MqttGuard(
            new GuardOptions
            {
                MaxPacketBytes = packet,
                ConnectTimeout = TimeSpan.FromSeconds(seconds),
                MaxConnectionsPerAddress = perAddress,
                MaxAddresses = addresses,
            },
            _time));

    /// <summary>One end of a connection in memory.</summary>
    private sealed class Peer : IAsyncDisposable
    {
        private readonly Pipe _toServer = new();
        private readonly Pipe _toPeer = new();

        public Peer(string address) => Connection = new Abortable
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1),
            Transport = new Duplex(_toServer.Reader, _toPeer.Writer),
        };

        public Abortable Connection { get; }

        public async Task Send(params byte[] bytes) => await _toServer.Writer.WriteAsync(bytes);

        public async Task End() => await _toServer.Writer.CompleteAsync();

        public ValueTask DisposeAsync() => Connection.DisposeAsync();

        /// <summary>Shows an abort at once, where the framework's own class shows it some time later on another thread.</summary>
        internal sealed class Abortable : DefaultConnectionContext
        {
            private readonly CancellationTokenSource _aborted = new();

            public Abortable() => ConnectionClosed = _aborted.Token;

            public override void Abort(ConnectionAbortedException abortReason) => _aborted.Cancel();
        }

        private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
    }

    /// <summary>A connection that stays open behind the address limit until released.</summary>
    private sealed class Holding : IAsyncDisposable
    {
        private readonly TaskCompletionSource _release = new();
        private readonly Peer _peer;
        private Task _serving = Task.CompletedTask;

        private Holding(string address) => _peer = new Peer(address);

        public bool Passed { get; private set; }

        public bool Aborted => _peer.Connection.ConnectionClosed.IsCancellationRequested;

        public static Task<Holding> Start(MqttGuard guard, string address)
        {
            var holding = new Holding(address);
            holding._serving = guard.LimitAddress(holding._peer.Connection, _ =>
            {
                holding.Passed = true;
                return holding._release.Task;
            });
            return Task.FromResult(holding);
        }

        public async Task Release()
        {
            _release.TrySetResult();
            await _serving;
        }

        public async ValueTask DisposeAsync()
        {
            await Release();
            await _peer.DisposeAsync();
        }
    }
}
