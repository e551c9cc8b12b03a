using K3Monitor.Ingest.Journal.Frames;

namespace K3Monitor.Ingest.Journal.Writing;

/// <summary>Records that become durable together: one frame, one task. Filled under the backlog's lock, then owned by the commit thread.</summary>
internal sealed class Batch(long position, byte[] buffer, long started)
{
    // Whoever waits continues on the thread pool: the commit thread must go on to the next batch.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Buffer { get; private set; } = buffer;

    public long Position { get; } = position;

    /// <summary>Time stamp of the first record.</summary>
    public long Started { get; } = started;

    public int Length { get; private set; } = FrameFormat.HeaderBytes;

    public int Count { get; private set; }

    public long End => Position + Length;

    public Task Done => _done.Task;

    public bool Fits(int recordBytes) => Length + recordBytes <= FrameFormat.MaxFrameBytes;

    public void Add(byte kind, ReadOnlySpan<byte> content, int recordBytes)
    {
        if (Length + recordBytes > Buffer.Length)
        {
            var larger = new byte[Math.Min(FrameFormat.MaxFrameBytes, Math.Max(Buffer.Length * 2, Length + recordBytes))];
            Buffer.AsSpan(0, Length).CopyTo(larger);
            Buffer = larger;
        }

        Length += FrameFormat.WriteRecord(Buffer.AsSpan(Length), kind, content);
        Count++;
    }

    public ReadOnlySpan<byte> Finish()
    {
        var frame = Buffer.AsSpan(0, Length);
        FrameFormat.WriteHeader(frame, Count, Position);
        return frame;
    }

    public void Complete() => _done.SetResult();

    public void Fail(Exception cause)
    {
        _done.SetException(cause);
        _ = _done.Task.Exception; // a QoS 0 sender waits for nobody; its failure is counted, not left to the finaliser
    }
}
