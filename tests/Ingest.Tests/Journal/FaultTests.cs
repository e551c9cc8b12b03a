using K3Monitor.Ingest.Journal;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Ingest.Tests.JournalTests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_full_disk_fails_the_batch_shows_and_passes_by_itself_once_there_is_room()
    {
        var (files, time) = (new MemoryFiles(), new FakeTimeProvider(new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero)));
        var journal = files.Open(time);
        await journal.AppendEach("kept");
        files.Capacity = files[files.LastSegment].Length + 25;

        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendEach("does not fit"));

        await journal.WaitForState(faulted: true);
        Assert.Equal(new JournalFault("disk full", time.GetUtcNow()), journal.Fault);
        Assert.Throws<JournalUnavailableException>(() => { _ = journal.Append(1, "refused"u8); });
        Assert.Equal((1L, 1L, 1L), (journal.Counters.Failed, journal.Counters.Refused, journal.Counters.Faults));

        Drain(files);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await files.Refused.WaitAsync(Writing.Deadline));
        Assert.NotNull(journal.Fault);

        files.Capacity = long.MaxValue;
        time.Advance(TimeSpan.FromSeconds(1));
        await journal.WaitForState(faulted: false);
        await journal.AppendEach("works again");
        Assert.Equal(["kept", "works again"], (await journal.CloseAndRead()).Texts());
        Assert.Empty(files.Open().Recovery.Findings);
    }

    [Fact]
    public async Task A_failed_sync_acknowledges_nothing_and_what_it_covered_is_cut_off()
    {
        var (files, time) = (new MemoryFiles(), new FakeTimeProvider());
        var journal = files.Open(time);
        await journal.AppendEach("kept");
        files.SyncFails = true;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendEach("unsure"));
        await journal.WaitForState(faulted: true);
        files.SyncFails = false;
        time.Advance(TimeSpan.FromSeconds(1));
        await journal.WaitForState(faulted: false);
        await journal.AppendEach("next");
        Assert.Equal(["kept", "next"], (await journal.CloseAndRead()).Texts());
    }

    [Fact]
    public async Task A_new_segment_that_could_not_be_begun_does_not_hide_what_the_old_one_takes_later()
    {
        var (files, time) = (new MemoryFiles(), new FakeTimeProvider());
        await using var journal = files.Open(time, segmentBytes: 4096);
        await journal.Append(1, new byte[3000]).WaitAsync(Writing.Deadline);
        files.NameSyncFails = true;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Append(1, new byte[3000]).WaitAsync(Writing.Deadline));
        await journal.WaitForState(faulted: true);
        files.NameSyncFails = false;
        time.Advance(TimeSpan.FromSeconds(1));
        await journal.WaitForState(faulted: false);
        await journal.AppendEach("small enough for the old segment");

        var after = files.AfterPowerCut(0).Open();
        Assert.Empty(after.Recovery.Findings);
        Assert.Equal(2, (await after.CloseAndRead()).Sum(b => b.Records.Length));
    }

    [Fact]
    public async Task A_fault_fails_everything_that_waits_and_lets_callers_through_to_learn_it()
    {
        var files = new MemoryFiles();
        await using var journal = files.Open(maxUnflushed: 4096);
        Drain(files);
        files.SyncGate.Reset();
        var first = journal.Append(1, "first"u8);
        Assert.True(await files.SyncBegun.WaitAsync(Writing.Deadline));
        var waiting = journal.Append(1, new byte[5000]);
        var room = journal.WaitForRoomAsync();
        files.SyncFails = true;
        files.SyncGate.Set();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => first.WaitAsync(Writing.Deadline));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => waiting.WaitAsync(Writing.Deadline));
        await room.WaitAsync(Writing.Deadline);
        var counters = journal.Counters;
        Assert.Equal((2L, 0L, 2L, 0L), (counters.Appended, counters.Committed, counters.Failed, counters.BacklogBytes));
    }

    [Fact]
    public async Task A_faulted_journal_can_be_closed_and_opened_again()
    {
        var files = new MemoryFiles();
        var journal = files.Open();
        await journal.AppendEach("kept");
        files.SyncFails = true;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendEach("unsure"));
        await journal.DisposeAsync();
        files.SyncFails = false;
        Assert.Equal("kept", (await files.AfterPowerCut(3).Open().CloseAndRead()).Texts().First());
    }

    [Fact]
    public async Task A_disk_that_the_journal_itself_has_filled_is_relieved_by_the_consumer_that_catches_up()
    {
        var (files, time) = (new MemoryFiles(), new FakeTimeProvider());
        await using var journal = files.Open(time, segmentBytes: 100_000);
        journal.Register("reader");
        for (var i = 0; i < 30; i++) await journal.Append(1, new byte[5000]).WaitAsync(Writing.Deadline);
        files.Capacity = files.Names().Sum(n => (long)files[n].Length);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendEach("no room"));
        await journal.WaitForState(faulted: true);

        journal.Save("reader", journal.DurablePosition);
        time.Advance(TimeSpan.FromSeconds(1));
        await journal.WaitForState(faulted: false);
        await journal.AppendEach("room again");
        Assert.Equal(["room again"], (await files.Copy().Open().CloseAndRead()).Texts());
    }

    private static void Drain(MemoryFiles files)
    {
        while (files.Refused.Wait(0) || files.SyncBegun.Wait(0))
        {
        }
    }
}
