using System.Globalization;
using System.Runtime.CompilerServices;
using K3Monitor.Ingest.Journal.Files;
using K3Monitor.Ingest.Journal.Reading;
using K3Monitor.Ingest.Journal.Writing;

namespace K3Monitor.Ingest.Journal;

/// <summary>
/// An append-only log on disk that stands between a message's arrival and its acknowledgement. Many threads append; what gathers while the
/// disk is busy is committed in one group; a task completes when its record would survive a power cut. Consumers read the durable records in
/// order, each at its own pace and from its own saved position; segments that all of them have passed are deleted. The format is described in
/// docs/formats/journal.md.
/// </summary>
/// <remarks>
/// Thread-safe, except that one cursor is saved by one consumer at a time. Bounds: memory by <see cref="JournalOptions.MaxUnflushedBytes"/>
/// (callers wait with <see cref="WaitForRoomAsync"/>, and are refused at twice the bound); disk by <see cref="JournalOptions.MaxBytes"/>: a
/// consumer that stands still keeps its segments until the bound is reached, or the disk is full, and then the journal refuses, which the
/// senders see as a missing acknowledgement; it takes records again by itself when segments are let go.
/// </remarks>
public sealed class Journal : IAsyncDisposable
{
    private readonly IJournalFiles _files;
    private readonly JournalOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _boundGate = new();
    private readonly Segments _segments;
    private readonly Cursors _cursors;
    private readonly Backlog _backlog;
    private readonly DurableTail _tail;
    private readonly Committer _committer;
    private int _disposed;

    private Journal(IJournalFiles files, JournalOptions options, TimeProvider time)
    {
        (_files, _options, _time) = (files, options, time);
        _segments = new Segments(files);
        _cursors = new Cursors(files);
        var end = Recovery.Run(files, _segments, _cursors);
        _tail = new DurableTail(end);
        _backlog = new Backlog(options, time);
        _backlog.Resume(end);
        _committer = new Committer(_backlog, _segments, _tail, options, time, Announce, Bound);
        Bound();
    }

    /// <summary>
    /// Raised on a pool thread when the journal turns faulted or works again. Read <see cref="Fault"/> for the state now: two changes close
    /// together may be announced in either order. An exception thrown by a handler ends the process.
    /// </summary>
    public event EventHandler? StateChanged;

    /// <summary>The damage found in the files, when opening and since.</summary>
    public JournalRecovery Recovery { get; } = new();

    /// <summary>Why nothing can be stored at present; null while the journal works.</summary>
    public JournalFault? Fault => _backlog.Fault ?? _backlog.Full;

    /// <summary>Everything below this position is durable, and only that is given to consumers. Bytes since the journal's very beginning.</summary>
    public long DurablePosition => _tail.Position;

    /// <summary>The first position still on disk.</summary>
    public long OldestPosition => _segments.Oldest;

    /// <summary>True when so much waits for the disk that callers should await <see cref="WaitForRoomAsync"/> before they append more.</summary>
    public bool IsFull => _backlog.IsFull;

    /// <summary>The counts since opening.</summary>
    public JournalCounters Counters => _backlog.Count(_committer.Count(Recovery.Count(default)));

    /// <summary>All consumers with their saved positions and lag, by name.</summary>
    public IReadOnlyList<JournalCursor> Cursors
    {
        get
        {
            var durable = _tail.Position;
            return [.. _cursors.All.Select(c => new JournalCursor(c.Key, c.Value, Math.Max(0, durable - c.Value)))];
        }
    }

    /// <summary>
    /// Opens the journal of a folder, which is created when absent. Scans the newest segment: an incomplete end is cut off, damage in the
    /// middle is kept and reported in <see cref="Recovery"/>. Blocks while it reads (a 64 MiB segment: tens of milliseconds).
    /// </summary>
    /// <param name="directory">The folder; nothing else may be kept in it.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="time">The clock for ages, fault times and retries.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="IOException">The folder cannot be read or written, or another process has the journal open.</exception>
    public static Journal Open(string directory, JournalOptions options, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Check();
        return Open(new DirectoryFiles(directory), options, time);
    }

    /// <summary>Opens a journal on any file layer, which it then owns.</summary>
    internal static Journal Open(IJournalFiles files, JournalOptions options, TimeProvider time)
    {
        try
        {
            return new Journal(files, options, time);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record. Never waits for the disk.</summary>
    /// <param name="kind">A byte handed back with the record.</param>
    /// <param name="record">Its bytes, 0 to 1,048,552; copied before the call returns.</param>
    /// <returns>The task of the record's batch: completes when the record is durable, fails with <see cref="JournalUnavailableException"/>
    /// when it will not be.</returns>
    /// <exception cref="JournalUnavailableException">The journal is faulted, or twice <see cref="JournalOptions.MaxUnflushedBytes"/> waits.</exception>
    /// <exception cref="ArgumentException">The record is too long.</exception>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public Task Append(byte kind, ReadOnlySpan<byte> record) => _backlog.Append(kind, record, out _);

    /// <inheritdoc cref="Append(byte, ReadOnlySpan{byte})"/>
    /// <param name="kind">A byte handed back with the record.</param>
    /// <param name="record">Its bytes, 0 to 1,048,552; copied before the call returns.</param>
    /// <param name="position">Where the record will lie. Final only if the task completes: after a fault the position is given to another record.</param>
    public Task Append(byte kind, ReadOnlySpan<byte> record, out long position) => _backlog.Append(kind, record, out position);

    /// <summary>Completes when the backlog is below its bound; at once when it is, when the journal is closed, or when it is faulted (Append then says so).</summary>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    public Task WaitForRoomAsync(CancellationToken cancellationToken = default) => _backlog.WaitForRoom(cancellationToken);

    /// <summary>
    /// Makes a consumer known and returns its position. A new one starts at the oldest record on disk and from then on keeps segments from
    /// being deleted; register all consumers before any of them saves, or a new one may find the beginning gone.
    /// </summary>
    /// <param name="cursor">1 to 64 of a-z, 0-9 and '-'.</param>
    /// <exception cref="ArgumentException">The name is not of that form.</exception>
    /// <exception cref="JournalUnavailableException">The new cursor could not be written.</exception>
    public long Register(string cursor) => OnDisk(() => _cursors.Register(cursor, _segments));

    /// <summary>
    /// Saves durably how far a consumer has come, then deletes the segments that every consumer has passed. Blocks for the disk: save once
    /// per piece of work made durable elsewhere, not per record.
    /// </summary>
    /// <param name="cursor">A registered name.</param>
    /// <param name="position">A batch's Next, or the position of the first record not yet handled; never below the saved one.</param>
    /// <exception cref="ArgumentException">No such cursor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The position is below the saved one or above <see cref="DurablePosition"/>.</exception>
    /// <exception cref="JournalUnavailableException">The disk refused. The old position may still hold; the consumer will see records again.</exception>
    public void Save(string cursor, long position) => OnDisk(() =>
    {
        _cursors.Save(cursor, position, _tail.Position, _segments);
        Bound();
        return true;
    });

    /// <summary>
    /// Moves a saved position back, because what was made durable elsewhere is there no longer. Reading begins there the next time.
    /// </summary>
    /// <param name="cursor">A registered name.</param>
    /// <param name="position">From where records are wanted again, not negative.</param>
    /// <returns>The position that holds now: the oldest on disk when the wanted one is gone, and the saved one when that is not above it.</returns>
    /// <exception cref="ArgumentException">No such cursor, or a negative position.</exception>
    /// <exception cref="JournalUnavailableException">The disk refused; the old position holds.</exception>
    public long Rewind(string cursor, long position) => OnDisk(() => _cursors.Rewind(cursor, position, _segments));

    /// <summary>Forgets a consumer that no longer exists, so that it stops holding segments. False when there was none of this name.</summary>
    /// <param name="cursor">Its name.</param>
    /// <exception cref="JournalUnavailableException">The disk refused.</exception>
    public bool Drop(string cursor) => OnDisk(() =>
    {
        var dropped = _cursors.Drop(cursor, _segments);
        Bound();
        return dropped;
    });

    /// <summary>
    /// The durable records from the cursor's saved position on, in order, waiting for new ones; registers the cursor when it is new. Ends
    /// when the journal is closed and everything was given out. Reading does not save: a consumer that stops sees again what it did not
    /// <see cref="Save"/>. Damage is passed over and shows in <see cref="JournalBatch.SkippedBytes"/> and <see cref="Recovery"/>.
    /// </summary>
    /// <param name="cursor">1 to 64 of a-z, 0-9 and '-'.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<JournalBatch> ReadAsync(string cursor, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = new JournalReader(_segments, Recovery, Register(cursor));
        do
        {
            while (reader.Next(_tail.Position) is { } batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return batch;
            }
        }
        while (await _tail.WaitBeyond(reader.Position, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Commits what was appended, ends the readers once they have it, and closes the files. Appending meanwhile is refused.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _backlog.Close();
        await _committer.Ended.ConfigureAwait(false);
        _committer.Dispose();
        _tail.Close();
        _segments.Dispose();
        _files.Dispose();
    }

    private static T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && e is not JournalUnavailableException)
        {
            throw new JournalUnavailableException(e.Message, e);
        }
    }

    /// <summary>Compares what is on disk with the bound. One at a time, or an older look could be the last to speak.</summary>
    private void Bound()
    {
        lock (_boundGate)
        {
            var held = _tail.Position - _segments.Oldest;
            if (_backlog.Bound(held < _options.MaxBytes ? null : Full())) Announce();
        }
    }

    private JournalFault Full()
    {
        var slowest = _cursors.All.OrderBy(c => c.Value).Select(c => c.Key).FirstOrDefault() ?? "nobody";
        var reason = string.Create(CultureInfo.InvariantCulture, $"the journal has reached its bound of {_options.MaxBytes} bytes; its slowest consumer is '{slowest}'");
        return new JournalFault(reason, _time.GetUtcNow());
    }

    private void Announce() => ThreadPool.QueueUserWorkItem(static j => j.StateChanged?.Invoke(j, EventArgs.Empty), this, preferLocal: false);
}
