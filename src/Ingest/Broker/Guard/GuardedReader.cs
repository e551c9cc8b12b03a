using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>
/// Stands between Kestrel's pipe and the broker's packet reader and looks at every header before the body is waited for. It repairs a fault
/// of MQTTnet 5.2: its Kestrel adapter reads again and again, at full speed and for ever, when a connection has ended inside a packet.
/// </summary>
/// <remarks>Relies on the reader above consuming whole packets, so that every buffer starts with a fixed header. One reader at a time, like any PipeReader.</remarks>
internal sealed class GuardedReader(PipeReader inner, int maxPacketBytes, Action firstPacketDone, Action<GuardReason> close) : PipeReader
{
    private const int ConnectType = 0x10;

    private SequencePosition _start;
    private bool _holdsData;
    private bool _connected;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Check(await inner.ReadAsync(cancellationToken).ConfigureAwait(false));

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result)) return false;
        Check(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_connected && _holdsData && !consumed.Equals(_start))
        {
            _connected = true;
            firstPacketDone();
        }

        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ReadResult Check(ReadResult result)
    {
        var buffer = result.Buffer;
        (_start, _holdsData) = (buffer.Start, !buffer.IsEmpty);
        if (_holdsData && Fault(PacketHeader.Read(buffer), buffer.Length, result.IsCompleted) is { } reason)
        {
            // The read must be given back before the pipe can be completed.
            inner.AdvanceTo(buffer.End);
            close(reason);
            throw new ConnectionAbortedException($"MQTT connection closed: {reason}.");
        }

        return result;
    }

    private GuardReason? Fault(PacketHeader header, long arrived, bool ended)
    {
        if (!_connected && header.FirstByte != ConnectType) return GuardReason.NotConnect;
        if (header.IsMalformed) return GuardReason.MalformedLength;
        if (header.TotalBytes > maxPacketBytes) return GuardReason.PacketTooLarge;
        if (ended && (!header.IsComplete || arrived < header.TotalBytes)) return GuardReason.EndedInsidePacket;
        return null;
    }
}
