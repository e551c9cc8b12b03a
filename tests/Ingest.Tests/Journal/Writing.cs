using System.Text;
using K3Monitor.Ingest.Journal;
using Microsoft.Extensions.Time.Testing;
using OurJournal = K3Monitor.Ingest.Journal.Journal;

namespace K3Monitor.Ingest.Tests.JournalTests;

/// <summary>What the journal's tests say often.</summary>
internal static class Writing
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static OurJournal Open(this MemoryFiles files, FakeTimeProvider? time = null, long segmentBytes = 1 << 20, long maxUnflushed = 1 << 20) =>
        OurJournal.Open(files, new JournalOptions { SegmentBytes = segmentBytes, MaxUnflushedBytes = maxUnflushed }, time ?? new FakeTimeProvider());

    /// <summary>Each text in a frame of its own.</summary>
    public static async Task AppendEach(this OurJournal journal, params string[] texts)
    {
        foreach (var text in texts) await journal.Append(1, Encoding.UTF8.GetBytes(text)).WaitAsync(Deadline);
    }

    public static string Text(this JournalRecord record) => Encoding.UTF8.GetString(record.Content.Span);

    /// <summary>Closes the journal and gives out all that the cursor has not saved.</summary>
    public static async Task<List<JournalBatch>> CloseAndRead(this OurJournal journal, string cursor = "reader")
    {
        await journal.DisposeAsync();
        var batches = new List<JournalBatch>();
        await foreach (var batch in journal.ReadAsync(cursor)) batches.Add(batch);
        return batches;
    }

    public static IEnumerable<string> Texts(this IEnumerable<JournalBatch> batches) =>
        batches.SelectMany(b => b.Records).Select(r => r.Text());

    /// <summary>Waits until the journal works (or is faulted), by its own announcement.</summary>
    public static async Task WaitForState(this OurJournal journal, bool faulted)
    {
        var reached = new TaskCompletionSource();
        void Look(object? sender, EventArgs e)
        {
            if (journal.Fault is not null == faulted) reached.TrySetResult();
        }

        journal.StateChanged += Look;
        Look(null, EventArgs.Empty);
        await reached.Task.WaitAsync(Deadline);
        journal.StateChanged -= Look;
    }
}
