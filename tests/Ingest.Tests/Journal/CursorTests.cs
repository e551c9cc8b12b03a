using K3Monitor.Ingest.Journal;
using OurJournal = K3Monitor.Ingest.Journal.Journal;

namespace K3Monitor.Ingest.Tests.JournalTests;

public sealed class CursorTests
{
    [Fact]
    public async Task A_consumer_goes_on_where_it_saved_even_inside_a_frame()
    {
        var files = new MemoryFiles();
        var records = new List<JournalRecord>();
        await using (var journal = files.Open())
        {
            await journal.AppendEach("zero");
            _ = journal.Append(1, "one"u8);
            _ = journal.Append(1, "two"u8);
            await journal.AppendEach("three");
            await foreach (var batch in journal.ReadAsync("reader"))
            {
                records.AddRange(batch.Records);
                if (records.Count == 4) break;
            }
        }

        foreach (var record in records)
        {
            var copy = files.Copy();
            await using (var journal = copy.Open()) journal.Save("reader", record.Position);
            var rest = (await copy.Open().CloseAndRead()).Texts();
            Assert.Equal(records.Where(r => r.Position >= record.Position).Select(r => r.Text()), rest);
        }
    }

    [Fact]
    public async Task Segments_go_when_the_slowest_consumer_has_passed_them_and_the_active_one_stays()
    {
        var files = new MemoryFiles();
        await using var journal = await Filled(files);
        journal.Register("fast");
        journal.Register("slow");
        journal.Save("fast", journal.DurablePosition);
        Assert.Equal(0, journal.OldestPosition);
        Assert.Equal(journal.DurablePosition, journal.Cursors.Single(c => c.Name == "slow").Lag);

        journal.Save("slow", 10_000);
        Assert.InRange(journal.OldestPosition, 4000, 10_000);
        journal.Save("slow", journal.DurablePosition);
        Assert.Single(files.Names(), n => n.EndsWith(".segment", StringComparison.Ordinal));
        Assert.All(journal.Cursors, c => Assert.Equal(0, c.Lag));

        await journal.AppendEach("next");
        Assert.Equal(journal.OldestPosition, journal.Register("late"));
    }

    [Fact]
    public async Task A_consumer_that_is_dropped_holds_nothing_back()
    {
        var files = new MemoryFiles();
        await using var journal = await Filled(files);
        journal.Register("gone");
        journal.Register("here");
        journal.Save("here", journal.DurablePosition);
        Assert.True(journal.Drop("gone"));
        Assert.False(journal.Drop("gone"));
        Assert.True(journal.OldestPosition > 0);
        Assert.Equal("here", Assert.Single(journal.Cursors).Name);
    }

    [Fact]
    public async Task A_position_that_goes_back_or_beyond_what_is_durable_is_refused()
    {
        await using var journal = await Filled(new MemoryFiles());
        journal.Register("reader");
        journal.Save("reader", 600);
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Save("reader", 599));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Save("reader", journal.DurablePosition + 1));
        Assert.Throws<ArgumentException>(() => journal.Save("unknown", 600));
        Assert.Throws<ArgumentException>(() => journal.Register("../etc"));
    }

    [Fact]
    public async Task A_damaged_cursor_is_reported_and_its_consumer_sees_everything_again()
    {
        var files = new MemoryFiles();
        await using (var journal = files.Open())
        {
            await journal.AppendEach("one", "two");
            journal.Register("reader");
            journal.Save("reader", journal.DurablePosition);
        }

        var whole = files["reader.cursor"];
        for (var i = 0; i < whole.Length; i++)
        {
            var copy = files.Copy();
            var bytes = whole.ToArray();
            bytes[i] ^= 4;
            copy["reader.cursor"] = bytes;
            var journal = copy.Open();
            Assert.Equal(JournalDamage.CorruptCursor, Assert.Single(journal.Recovery.Findings).Damage);
            Assert.Equal(["one", "two"], (await journal.CloseAndRead()).Texts());
        }
    }

    [Fact]
    public async Task A_position_that_cannot_be_saved_leaves_the_old_one()
    {
        var files = new MemoryFiles();
        await using var journal = await Filled(files);
        journal.Register("reader");
        (files.NameSyncFails, files.SyncFails) = (true, true);
        Assert.Throws<JournalUnavailableException>(() => journal.Save("reader", 600));
        Assert.Equal(0, Assert.Single(journal.Cursors).Position);
    }

    [Fact]
    public async Task A_reader_that_waits_ends_by_its_token_or_with_the_journal()
    {
        var journal = new MemoryFiles().Open();
        using var stop = new CancellationTokenSource();
        await using var cancelled = journal.ReadAsync("a", stop.Token).GetAsyncEnumerator(stop.Token);
        await using var ended = journal.ReadAsync("b").GetAsyncEnumerator();
        var (first, second) = (cancelled.MoveNextAsync().AsTask(), ended.MoveNextAsync().AsTask());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Writing.Deadline));
        Assert.False(second.IsCompleted);
        await journal.DisposeAsync();
        Assert.False(await second.WaitAsync(Writing.Deadline));
    }

    [Fact]
    public async Task On_a_real_folder_all_of_it_works_and_a_second_process_is_kept_out()
    {
        var folder = Directory.CreateTempSubdirectory("k3-journal-");
        try
        {
            var path = Path.Combine(folder.FullName, "new", "journal");
            var options = new JournalOptions { SegmentBytes = 4096 };
            await using (var journal = OurJournal.Open(path, options, TimeProvider.System))
            {
                Assert.ThrowsAny<IOException>(() => OurJournal.Open(path, options, TimeProvider.System));
                journal.Register("reader");
                for (var i = 0; i < 20; i++) await journal.Append(1, new byte[500]);
                journal.Save("reader", 5000);
                Assert.True(journal.OldestPosition > 0);
            }

            var torn = Directory.GetFiles(path, "*.segment").Order(StringComparer.Ordinal).Last();
            await File.AppendAllTextAsync(torn, "half a frame");
            await using var again = OurJournal.Open(path, options, TimeProvider.System);
            Assert.Equal(12, again.Counters.TornBytes);
            await again.AppendEach("last");
            var count = 0;
            await foreach (var batch in again.ReadAsync("reader"))
            {
                count += batch.Records.Length;
                if (batch.Next == again.DurablePosition) break;
            }

            Assert.Equal(11, count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_consumer_whose_work_is_gone_goes_back_as_far_as_the_journal_reaches()
    {
        var files = new MemoryFiles();
        await using (var journal = await Filled(files))
        {
            journal.Register("reader");
            journal.Save("reader", journal.DurablePosition);
            var oldest = journal.OldestPosition;
            Assert.True(oldest > 0);
            Assert.Equal(journal.DurablePosition, journal.Rewind("reader", journal.DurablePosition));
            Assert.Equal(oldest + 100, journal.Rewind("reader", oldest + 100));
            Assert.Equal(oldest, journal.Rewind("reader", 0));
            Assert.Throws<ArgumentException>(() => journal.Rewind("nobody", 0));
        }

        await using var again = files.Open(segmentBytes: 4096);
        Assert.Equal(again.OldestPosition, again.Register("reader"));
    }

    private static async Task<OurJournal> Filled(MemoryFiles files)
    {
        var journal = files.Open(segmentBytes: 4096);
        for (var i = 0; i < 40; i++) await journal.Append(1, new byte[500]).WaitAsync(Writing.Deadline);
        return journal;
    }
}
