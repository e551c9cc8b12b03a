using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>A journal whose commits the test decides.</summary>
internal sealed class FakeAppender : IJournalAppender
{
    private readonly Lock gate = new();
    private readonly List<(byte Kind, byte[] Content, TaskCompletionSource Done)> appended = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> waiting = [];

    public bool CommitAtOnce { get; set; } = true;

    public bool Faulted { get; set; }

    public bool IsFull => false;

    public List<(byte Kind, byte[] Content)> Records
    {
        get
        {
            lock (gate)
                return [.. appended.Select(a => (a.Kind, a.Content))];
        }
    }

    public Task Append(byte kind, ReadOnlySpan<byte> record)
    {
        if (Faulted)
            throw new JournalUnavailableException("the disk is full");
        if (record.Length > 1_048_552)
            throw new ArgumentException("too long", nameof(record));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            appended.Add((kind, record.ToArray(), done));
            foreach ((int count, TaskCompletionSource reached) in waiting.Where(w => w.Count <= appended.Count))
                reached.TrySetResult();
        }

        if (CommitAtOnce)
            done.SetResult();
        return done.Task;
    }

    public Task WaitForRoomAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends when so many records were appended.</summary>
    public Task Reached(int count)
    {
        lock (gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (appended.Count >= count)
                reached.SetResult();
            else
                waiting.Add((count, reached));
            return reached.Task;
        }
    }

    public void Commit(int index) => At(index).TrySetResult();

    public void CommitAll()
    {
        for (int i = 0; i < Records.Count; i++)
            Commit(i);
    }

    public void Fail(int index) => At(index).TrySetException(new JournalUnavailableException("the disk is full"));

    private TaskCompletionSource At(int index)
    {
        lock (gate)
            return appended[index].Done;
    }
}
