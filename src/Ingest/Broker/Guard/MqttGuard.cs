using Microsoft.AspNetCore.Connections;

namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>
/// Protects the broker from connections that cost more than they are worth: too many from one address, silent ones, oversized packets, and
/// peers that vanish inside a packet. One guard serves all listeners, so that its limits hold over all of them. Thread-safe.
/// </summary>
public sealed class MqttGuard
{
    private static readonly object Counted = new();

    private readonly GuardOptions _options;
    private readonly TimeProvider _time;
    private readonly AddressLimit _addresses;

    /// <summary>Makes a guard.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock of the CONNECT timeout.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public MqttGuard(GuardOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Check();
        (_options, _time, _addresses) = (options, time, new AddressLimit(options));
    }

    /// <summary>What the guard saw and did.</summary>
    public GuardCounters Counters { get; } = new();

    /// <summary>Lets a connection pass if its address has a place left; closes it at once otherwise.</summary>
    internal async Task LimitAddress(ConnectionContext connection, ConnectionDelegate next)
    {
        // In front of TLS and again in front of MQTT: a connection takes one place.
        if (!connection.Items.TryAdd(Counted, Counted))
        {
            await next(connection).ConfigureAwait(false);
            return;
        }

        if (_addresses.Enter(connection.RemoteEndPoint, out var key) is { } refusal)
        {
            Close(connection, refusal);
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            _addresses.Leave(key);
        }
    }

    /// <summary>Runs the broker's handler over a guarded transport.</summary>
    internal async Task GuardPackets(ConnectionContext connection, ConnectionDelegate next)
    {
        var verdict = new Once();
        void CloseOnce(GuardReason reason)
        {
            if (verdict.TryTake()) Close(connection, reason);
        }

        var plain = connection.Transport;
        var timer = _time.CreateTimer(_ => CloseOnce(GuardReason.ConnectTimeout), null, _options.ConnectTimeout, Timeout.InfiniteTimeSpan);
        await using var _ = timer.ConfigureAwait(false);
        connection.Transport = new GuardedTransport(plain, new GuardedReader(plain.Input, _options.MaxPacketBytes, timer.Dispose, CloseOnce));
        Counters.Enter();
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Counters.Leave();
            connection.Transport = plain;
        }
    }

    private void Close(ConnectionContext connection, GuardReason reason)
    {
        Counters.CountClosed(reason);
        connection.Abort(new ConnectionAbortedException($"MQTT connection closed: {reason}."));
    }

    /// <summary>The timeout and the reader may both condemn a connection; it is counted once.</summary>
    private sealed class Once
    {
        private int _taken;

        public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;
    }
}
