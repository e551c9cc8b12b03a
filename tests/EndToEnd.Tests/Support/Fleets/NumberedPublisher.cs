using System.Buffers.Binary;
using System.Net.Sockets;
using K3Monitor.FirmwareSim.Load;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>
/// A device of a fleet on a raw socket, MQTT 3.1.1: it gives its samples numbers, keeps many publishes in flight, comes back
/// when its connection is lost, and then sends again first what was not acknowledged, oldest first, as a real device does.
/// </summary>
/// <remarks>Pumped by one thread; its life (connect, read, come back) is one task.</remarks>
internal sealed class NumberedPublisher(Credential credential, NumberedLedger ledger)
{
    /// <summary>The most publishes that wait for their acknowledgement.</summary>
    public const int Window = 256;

    private const int BufferLength = 1 << 14;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly NumberedMessage message = new(credential.Telemetry);
    private readonly Queue<int> again = new();
    private readonly List<int> unsent = [];

    // Number + 1 of the publish of each identifier; 0 when the identifier is free.
    private readonly int[] waiting = new int[Window];
    private readonly byte[] buffer = new byte[BufferLength];
    private Socket? socket;
    private int filled;
    private int place;
    private volatile bool breaching;

    public string Name => credential.UserName;

    public NumberedLedger Ledger => ledger;

    public bool IsConnected => Volatile.Read(ref socket) is not null;

    /// <summary>Acknowledgements of nothing that was waiting.</summary>
    public int Unexpected { get; private set; }

    /// <summary>How often its connection was lost, or could not be had.</summary>
    public int Lost { get; private set; }

    /// <summary>What ended the last connection or attempt.</summary>
    public string? LastFault { get; private set; }

    /// <summary>From the next number on, some samples are over the ceiling.</summary>
    public void BeginToBreach() => breaching = true;

    /// <summary>Sends again what is due from before, and up to so many new samples.</summary>
    /// <returns>How many of them were new.</returns>
    public int Pump(long newOnes)
    {
        lock (gate)
        {
            if (socket is null)
                return 0;
            int given = 0;
            do
            {
                while (filled + message.Length <= BufferLength && Volatile.Read(ref waiting[place]) == 0 && (again.Count > 0 || given < newOnes))
                {
                    given += again.Count > 0 ? 0 : 1;
                    Put(again.Count > 0 ? again.Dequeue() : ledger.Give(breaching));
                }
            }
            while (Flush() && Volatile.Read(ref waiting[place]) == 0 && (again.Count > 0 || given < newOnes));
            return given;
        }
    }

    /// <summary>Connects, reads acknowledgements until the connection is lost, comes back; until told to stop.</summary>
    public async Task LiveAsync(int port, CancellationToken stop)
    {
        using var pause = new PeriodicTimer(BetweenAttempts, TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            using var fresh = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await ConnectAsync(fresh, port, stop).ConfigureAwait(false);
                Begin(fresh);
                await ReadAsync(fresh, stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                LastFault = e.Message;
            }

            End();
            try
            {
                await pause.WaitForNextTickAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConnectAsync(Socket fresh, int port, CancellationToken stop)
    {
        await fresh.ConnectAsync("127.0.0.1", port, stop).ConfigureAwait(false);
        await fresh.SendAsync(MqttFrames.Connect(Name, Name, credential.Password), stop).ConfigureAwait(false);
        byte[] answer = new byte[4];
        for (int got = 0; got < answer.Length;)
        {
            int read = await fresh.ReceiveAsync(answer.AsMemory(got), stop).ConfigureAwait(false);
            got += read > 0 ? read : throw new IOException($"{Name}: closed before it was let in");
        }

        if (answer[0] >> 4 != MqttFrames.ConnAckType || answer[3] != 0)
            throw new IOException($"{Name}: refused with code {answer[3]}");
    }

    private void Begin(Socket fresh)
    {
        lock (gate)
        {
            again.Clear();
            foreach (int number in waiting.Where(w => w > 0).Select(w => w - 1).Order())
                again.Enqueue(number);

            // What waited to be sent again and did not fit into the window is given out and not acknowledged either.
            foreach (int number in unsent.Order())
                again.Enqueue(number);
            Array.Clear(waiting);
            unsent.Clear();
            (filled, place) = (0, 0);
            fresh.Blocking = false;
            Volatile.Write(ref socket, fresh);
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (socket is not null)
            {
                unsent.AddRange(again);
                again.Clear();
            }

            Volatile.Write(ref socket, null);
            Lost++;
        }
    }

    private async Task ReadAsync(Socket from, CancellationToken stop)
    {
        byte[] bytes = new byte[4096];
        int held = 0;
        while (true)
        {
            int read = await from.ReceiveAsync(bytes.AsMemory(held), stop).ConfigureAwait(false);
            if (read == 0)
                throw new IOException($"{Name}: the connection was closed");
            int used = Take(bytes.AsSpan(0, held + read));
            held = held + read - used;
            bytes.AsSpan(used, held).CopyTo(bytes);
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        int used = 0;
        while (MqttFrames.PacketLength(bytes[used..], out int bodyAt) is var length and > 0)
        {
            if (bytes[used] >> 4 == MqttFrames.PubAckType)
                Settle(BinaryPrimitives.ReadUInt16BigEndian(bytes[(used + bodyAt)..]));
            used += length;
        }

        return used;
    }

    private void Settle(int identifier)
    {
        int number = identifier is >= 1 and <= Window ? Volatile.Read(ref waiting[identifier - 1]) - 1 : -1;
        if (number < 0)
        {
            Unexpected++;
            return;
        }

        // First into the ledger: once the identifier is free, the number is forgotten here.
        ledger.Acknowledge(number);
        Volatile.Write(ref waiting[identifier - 1], 0);
    }

    private void Put(int number)
    {
        message.Write(buffer.AsSpan(filled), (ushort)(place + 1), ledger.TimeOf(number), number, ledger.IsBreach(number));
        Volatile.Write(ref waiting[place], number + 1);
        filled += message.Length;
        place = (place + 1) % Window;
    }

    private bool Flush()
    {
        if (filled == 0)
            return false;
        int sent = socket!.Send(buffer.AsSpan(0, filled), SocketFlags.None, out SocketError error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            return false;
        filled -= Math.Max(0, sent);
        buffer.AsSpan(Math.Max(0, sent), filled).CopyTo(buffer);
        return filled == 0;
    }
}
