namespace K3Monitor.Ingest.Journal;

/// <summary>How a <see cref="Journal"/> commits and how much it holds. Checked once, when the journal opens.</summary>
public sealed record JournalOptions
{
    /// <summary>A segment file is left for a new one before it grows beyond this many bytes. 4 KiB to 1 GiB; 64 MiB unless set.</summary>
    /// <remarks>A single frame (at most 1 MiB) is never split, so a smaller segment still holds one whole frame.</remarks>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Bytes appended and not yet durable at which <see cref="Journal.IsFull"/> turns true. 4 KiB to 1 GiB; 64 MiB unless set.
    /// At twice this bound <see cref="Journal.Append(byte, ReadOnlySpan{byte})"/> refuses.
    /// </summary>
    public long MaxUnflushedBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Bytes on disk at which nothing more is taken until consumers have let segments go. At least twice <see cref="SegmentBytes"/>, because
    /// the newest segment always stays; 64 GiB unless set.
    /// </summary>
    public long MaxBytes { get; init; } = 64L << 30;

    /// <summary>
    /// How long the first record of a batch may wait for company before the batch is written. 0 to 5 ms, whole milliseconds; 0 unless set:
    /// what arrives while the disk is busy with one batch forms the next.
    /// </summary>
    public TimeSpan MaxCommitDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How often a journal whose disk failed tries the disk again. 10 ms to 1 h; 1 s unless set.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal void Check()
    {
        Within(SegmentBytes, 4096, 1L << 30, nameof(SegmentBytes));
        Within(MaxUnflushedBytes, 4096, 1L << 30, nameof(MaxUnflushedBytes));
        Within(MaxBytes, 2 * SegmentBytes, long.MaxValue, nameof(MaxBytes));
        Within(MaxCommitDelay, TimeSpan.Zero, TimeSpan.FromMilliseconds(5), nameof(MaxCommitDelay));
        Within(RetryInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1), nameof(RetryInterval));
    }

    private static void Within<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
