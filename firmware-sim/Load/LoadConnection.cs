using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace K3Monitor.FirmwareSim.Load;

/// <summary>
/// One publisher on a raw socket. Messages are due at fixed moments whether or not the broker keeps up (open loop),
/// and latency counts from the due moment, so that a broker that stalls cannot hide it.
/// </summary>
/// <remarks>Pumped by one thread; acknowledgements are read by one other. They share the window only.</remarks>
internal sealed class LoadConnection : IDisposable
{
    // Shared by all connections, so that ten thousand of them fit into memory.
    private const int AllBuffers = 64 << 20;
    private const int ReadSize = 4096;
    private const int AllWaiting = 2 << 20;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly LoadDevice _device;
    private readonly MessageTemplate _template;
    private readonly int _qos;
    private readonly int _window;
    private readonly long[] _dueAt;
    private readonly byte[] _buffer;
    private int _filled;
    private long _acknowledged;
    private long _unexpected;

    internal LoadConnection(LoadDevice device, LoadOptions options)
    {
        int interval = Math.Max(1, (int)(1000L * options.Devices.Count / ((long)options.Rate * options.Batch)));
        _template = new MessageTemplate($"k3/v1/{device.Site}/{device.Device}/telemetry", options.Batch, options.Qos, interval);
        (_device, _qos) = (device, options.Qos);
        _window = Math.Clamp(AllWaiting / options.Devices.Count, 64, 4096);
        _dueAt = new long[options.Qos == 0 ? 0 : _window];
        _buffer = new byte[Math.Max(Math.Clamp(AllBuffers / options.Devices.Count, 4096, 1 << 16), _template.Length)];
    }

    /// <summary>Whether the socket has taken everything.</summary>
    internal bool Flushed => _filled == 0;

    /// <summary>Messages written for the socket.</summary>
    internal long Sent { get; private set; }

    /// <summary>Messages that the broker has acknowledged, each counted once.</summary>
    internal long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Acknowledgements of nothing that was waiting.</summary>
    internal long Unexpected => Interlocked.Read(ref _unexpected);

    internal LatencyHistogram Latency { get; } = new();

    /// <summary>Why the connection ended before its time; null when it did not.</summary>
    internal string? Fault { get; private set; }

    internal async Task ConnectAsync(string host, int port, CancellationToken stop)
    {
        await _socket.ConnectAsync(host, port, stop).ConfigureAwait(false);
        await _socket.SendAsync(MqttFrames.Connect(_device.Name, _device.Password is null ? null : _device.Name, _device.Password), stop).ConfigureAwait(false);
        byte[] answer = new byte[4];
        for (int got = 0; got < answer.Length;)
        {
            int read = await _socket.ReceiveAsync(answer.AsMemory(got), stop).ConfigureAwait(false);
            got += read > 0 ? read : throw new IOException($"{_device.Name}: the broker closed the connection before it answered");
        }

        if (answer[0] >> 4 != MqttFrames.ConnAckType || answer[3] != 0)
        {
            throw new IOException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_device.Name}: the broker refuses the connection, code {answer[3]}"));
        }

        _socket.Blocking = false;
    }

    /// <summary>
    /// Sends what is due and fits the socket and the window, the most publishes that may wait for their
    /// acknowledgement; beyond it messages are late, not lost.
    /// </summary>
    /// <param name="dueCount">How many messages are due since the start.</param>
    /// <param name="dueAt">The moment at which message n was due, as a time stamp.</param>
    /// <param name="unixMilliseconds">Wall clock for the samples.</param>
    internal void Pump(long dueCount, Func<long, long> dueAt, long unixMilliseconds)
    {
        if (Fault is not null)
        {
            return;
        }

        do
        {
            while (Sent < dueCount && _filled + _template.Length <= _buffer.Length && (_qos == 0 || HasRoom()))
            {
                ushort identifier = _qos == 0 ? (ushort)0 : Reserve(dueAt(Sent));
                _template.Write(_buffer.AsSpan(_filled), identifier, unixMilliseconds);
                _filled += _template.Length;
                Sent++;
            }
        }
        while (Flush() && Sent < dueCount && (_qos == 0 || HasRoom()));
    }

    /// <summary>Reads acknowledgements until the connection ends.</summary>
    internal async Task ReadAsync(CancellationToken stop)
    {
        byte[] bytes = new byte[ReadSize];
        int held = 0;
        try
        {
            while (true)
            {
                int read = await _socket.ReceiveAsync(bytes.AsMemory(held), stop).ConfigureAwait(false);
                if (read == 0)
                {
                    Fault ??= "the broker closed the connection";
                    return;
                }

                int used = Take(bytes.AsSpan(0, held + read), Stopwatch.GetTimestamp());
                held = held + read - used;
                bytes.AsSpan(used, held).CopyTo(bytes);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The measuring time is over; what was not acknowledged shows as the difference of the two counts.
        }
        catch (Exception broken) when (broken is SocketException or InvalidDataException)
        {
            Fault ??= broken.Message;
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool HasRoom() => Volatile.Read(ref _dueAt[Sent % _window]) == 0;

    private ushort Reserve(long due)
    {
        Volatile.Write(ref _dueAt[Sent % _window], due);
        return (ushort)((Sent % _window) + 1);
    }

    private bool Flush()
    {
        if (_filled == 0)
        {
            return false;
        }

        int sent = _socket.Send(_buffer.AsSpan(0, _filled), SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            Fault ??= error.ToString();
            return false;
        }

        _filled -= Math.Max(0, sent);
        _buffer.AsSpan(Math.Max(0, sent), _filled).CopyTo(_buffer);
        return _filled == 0;
    }

    private int Take(ReadOnlySpan<byte> bytes, long now)
    {
        int used = 0;
        while (MqttFrames.PacketLength(bytes[used..], out int bodyAt) is var length and > 0)
        {
            if (bytes[used] >> 4 == MqttFrames.PubAckType)
            {
                Settle(BinaryPrimitives.ReadUInt16BigEndian(bytes[(used + bodyAt)..]), now);
            }

            used += length;
        }

        return used;
    }

    private void Settle(int identifier, long now)
    {
        long due = identifier >= 1 && identifier <= _window ? Interlocked.Exchange(ref _dueAt[identifier - 1], 0) : 0;
        if (due == 0)
        {
            Interlocked.Increment(ref _unexpected);
            return;
        }

        Interlocked.Increment(ref _acknowledged);
        Latency.Add((long)Stopwatch.GetElapsedTime(due, now).TotalMicroseconds);
    }
}
