using System.Buffers.Binary;
using K3Monitor.Ingest.Journal;
using Microsoft.Extensions.Time.Testing;
using OurJournal = K3Monitor.Ingest.Journal.Journal;

namespace K3Monitor.Ingest.Tests.JournalTests;

public sealed class AppendAndReadTests
{
    [Fact]
    public async Task What_is_appended_is_read_back_with_its_kind_position_and_bytes()
    {
        var files = new MemoryFiles();
        var journal = files.Open();
        byte[][] contents = [[], [1], new byte[127], new byte[128], new byte[16_384], new byte[1_048_552]];
        new Random(7).NextBytes(contents[^1]);
        var positions = new List<long>();
        foreach (var content in contents)
        {
            await journal.Append((byte)positions.Count, content, out var position).WaitAsync(Writing.Deadline);
            positions.Add(position);
        }

        var records = (await journal.CloseAndRead()).SelectMany(b => b.Records).ToList();

        Assert.Equal(contents.Length, records.Count);
        for (var i = 0; i < contents.Length; i++)
        {
            Assert.Equal((byte)i, records[i].Kind);
            Assert.Equal(positions[i], records[i].Position);
            Assert.Equal(contents[i], records[i].Content.ToArray());
        }
    }

    [Fact]
    public async Task A_record_that_is_too_long_is_refused_and_its_neighbours_live()
    {
        var journal = new MemoryFiles().Open();
        await journal.AppendEach("before");
        Assert.Throws<ArgumentException>(() => { _ = journal.Append(1, new byte[1_048_553]); });
        await journal.AppendEach("after");
        Assert.Equal(["before", "after"], (await journal.CloseAndRead()).Texts());
    }

    [Fact]
    public async Task Many_producers_keep_their_own_order_and_lose_nothing()
    {
        const int Producers = 8, Each = 2000;
        var journal = new MemoryFiles().Open(segmentBytes: 64 * 1024);
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
        {
            var content = new byte[4];
            Task last = Task.CompletedTask;
            for (var i = 0; i < Each; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(content, i);
                last = journal.Append((byte)producer, content);
            }

            await last.WaitAsync(Writing.Deadline);
        })));

        var records = (await journal.CloseAndRead()).SelectMany(b => b.Records).ToList();

        Assert.Equal(Producers * Each, records.Count);
        Assert.True(records.Zip(records.Skip(1)).All(p => p.First.Position < p.Second.Position));
        Assert.All(records.GroupBy(r => r.Kind), g =>
            Assert.Equal(Enumerable.Range(0, Each), g.Select(r => BinaryPrimitives.ReadInt32LittleEndian(r.Content.Span))));
    }

    [Fact]
    public async Task What_gathers_while_the_disk_is_busy_is_made_durable_in_one_go()
    {
        var files = new MemoryFiles();
        await using var journal = files.Open();
        _ = await BeginHeldCommit(files, journal);
        var tasks = Enumerable.Range(0, 1000).Select(_ => journal.Append(1, new byte[10])).ToList();
        Assert.All(tasks, t => Assert.Same(tasks[0], t));
        files.SyncGate.Set();
        await Task.WhenAll(tasks).WaitAsync(Writing.Deadline);

        Assert.Equal((1001L, 2L, 2L), (journal.Counters.Committed, journal.Counters.Batches, journal.Counters.Syncs));
    }

    [Fact]
    public async Task Nothing_is_acknowledged_or_given_to_a_reader_before_the_disk_has_it()
    {
        var files = new MemoryFiles();
        await using var journal = files.Open();
        await using var reader = journal.ReadAsync("reader").GetAsyncEnumerator();
        var arrival = reader.MoveNextAsync().AsTask();
        var done = await BeginHeldCommit(files, journal);

        Assert.False(done.IsCompleted);
        Assert.False(arrival.IsCompleted);
        Assert.Equal(0, journal.DurablePosition);

        files.SyncGate.Set();
        await done.WaitAsync(Writing.Deadline);
        Assert.True(await arrival.WaitAsync(Writing.Deadline));
        Assert.Equal(reader.Current.Next, journal.DurablePosition);
    }

    [Fact]
    public async Task Over_its_bound_the_journal_asks_callers_to_wait_and_at_twice_the_bound_it_refuses()
    {
        var files = new MemoryFiles();
        await using var journal = files.Open(maxUnflushed: 4096);
        _ = await BeginHeldCommit(files, journal);
        Assert.True(journal.WaitForRoomAsync().IsCompleted);
        while (!journal.IsFull) _ = journal.Append(1, new byte[100]);
        var room = journal.WaitForRoomAsync();
        Assert.False(room.IsCompleted);
        while (journal.Counters.BacklogBytes < 8192) _ = journal.Append(1, new byte[100]);
        Assert.Throws<JournalUnavailableException>(() => { _ = journal.Append(1, new byte[100]); });
        Assert.Equal(1, journal.Counters.Refused);

        files.SyncGate.Set();
        await room.WaitAsync(Writing.Deadline);
        await journal.Append(1, new byte[100]).WaitAsync(Writing.Deadline);
        Assert.Equal(journal.Counters.Appended, journal.Counters.Committed);
        Assert.Equal(0, journal.Counters.BacklogBytes);
    }

    [Fact]
    public async Task The_age_of_the_oldest_waiting_record_is_told_until_it_is_durable()
    {
        var (files, time) = (new MemoryFiles(), new FakeTimeProvider());
        await using var journal = files.Open(time);
        var done = await BeginHeldCommit(files, journal);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), journal.Counters.OldestUncommittedAge);
        files.SyncGate.Set();
        await done.WaitAsync(Writing.Deadline);
        Assert.Equal(TimeSpan.Zero, journal.Counters.OldestUncommittedAge);
    }

    [Fact]
    public async Task Closing_commits_what_was_appended_and_refuses_what_comes_after()
    {
        var files = new MemoryFiles();
        var journal = files.Open();
        var done = journal.Append(1, "last"u8);
        await journal.DisposeAsync();
        Assert.True(done.IsCompletedSuccessfully);
        Assert.Throws<ObjectDisposedException>(() => { _ = journal.Append(1, "late"u8); });
        Assert.Equal(["last"], (await files.Open().CloseAndRead()).Texts());
    }

    [Fact]
    public async Task Positions_go_on_after_reopening_and_across_segments()
    {
        var files = new MemoryFiles();
        var last = -1L;
        for (var round = 0; round < 5; round++)
        {
            await using var journal = files.Open(segmentBytes: 4096);
            Assert.True(journal.DurablePosition > last);
            for (var i = 0; i < 10; i++)
            {
                await journal.Append(1, new byte[500], out var position).WaitAsync(Writing.Deadline);
                Assert.True(position > last);
                last = position;
            }

            Assert.Empty(journal.Recovery.Findings);
        }

        Assert.Equal(50, (await files.Open().CloseAndRead()).Sum(b => b.Records.Length));
        Assert.True(files.Names().Count(n => n.EndsWith(".segment", StringComparison.Ordinal)) > 5);
    }

    [Fact]
    public async Task A_commit_delay_gathers_company_and_still_commits()
    {
        await using var journal = OurJournal.Open(
            new MemoryFiles(), new JournalOptions { MaxCommitDelay = TimeSpan.FromMilliseconds(5) }, TimeProvider.System);
        for (var i = 0; i < 5; i++) await journal.AppendEach("one");
        Assert.Equal(5, journal.Counters.Committed);
    }

    [Theory]
    [InlineData(4095, 4096, 0)]
    [InlineData(4096, 4095, 0)]
    [InlineData(4096, 4096, 6)]
    public void Options_outside_their_range_are_refused(long segment, long unflushed, int delayMs)
    {
        var options = new JournalOptions
        {
            SegmentBytes = segment,
            MaxUnflushedBytes = unflushed,
            MaxCommitDelay = TimeSpan.FromMilliseconds(delayMs),
        };
        Assert.Throws<ArgumentOutOfRangeException>(() => OurJournal.Open("unused", options, TimeProvider.System));
    }

    /// <summary>Appends one record whose sync is held back.</summary>
    private static async Task<Task> BeginHeldCommit(MemoryFiles files, OurJournal journal)
    {
        while (await files.SyncBegun.WaitAsync(0))
        {
        }

        files.SyncGate.Reset();
        var done = journal.Append(1, "first"u8);
        Assert.True(await files.SyncBegun.WaitAsync(Writing.Deadline));
        return done;
    }
}
