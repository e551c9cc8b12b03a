using K3Monitor.Ingest.Journal;
using Microsoft.Extensions.Time.Testing;
using OurJournal = K3Monitor.Ingest.Journal.Journal;

namespace K3Monitor.Ingest.Tests.JournalTests;

public sealed class BoundTests
{
    [Fact]
    public async Task At_its_bound_the_journal_takes_nothing_says_who_is_slow_keeps_what_it_has_and_takes_again_when_that_one_moves_on()
    {
        var options = new JournalOptions { SegmentBytes = 4096, MaxBytes = 4 * 4096 };
        var files = new MemoryFiles();
        var journal = OurJournal.Open(files, options, new FakeTimeProvider());
        journal.Register("quick");
        journal.Register("slow");
        var taken = new List<string>();
        while (journal.Fault is null)
        {
            Assert.True(taken.Count < 1000);
            taken.Add($"{taken.Count:000}{new string('x', 500)}");
            await journal.AppendEach(taken[^1]);
            journal.Save("quick", journal.DurablePosition);
        }

        Assert.Contains("'slow'", journal.Fault.Reason, StringComparison.Ordinal);
        Assert.InRange(journal.DurablePosition - journal.OldestPosition, options.MaxBytes, options.MaxBytes + 4096);
        Assert.Throws<JournalUnavailableException>(() => { _ = journal.Append(1, "refused"u8); });

        // The bound outlives a restart.
        await journal.DisposeAsync();
        journal = OurJournal.Open(files, options, new FakeTimeProvider());
        Assert.NotNull(journal.Fault);
        journal.Save("slow", journal.DurablePosition);
        await journal.WaitForState(faulted: false);
        await journal.AppendEach("taken");
        journal.Save("quick", journal.DurablePosition);
        Assert.Equal(["taken"], (await journal.CloseAndRead("slow")).Texts());
    }

    [Fact]
    public void A_bound_that_the_newest_segment_alone_could_reach_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OurJournal.Open("journal", new JournalOptions { SegmentBytes = 4096, MaxBytes = 8191 }, new FakeTimeProvider()));
}
