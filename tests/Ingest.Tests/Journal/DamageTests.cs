using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Journal.Frames;

namespace K3Monitor.Ingest.Tests.JournalTests;

public sealed class DamageTests
{
    private const string Segment = "00000000000000000000.segment";
    private static readonly string[] Three = ["first", "the middle one", "third"];

    [Fact]
    public async Task A_tail_torn_at_any_length_is_cut_off_and_reported_and_the_journal_goes_on()
    {
        var (whole, starts) = await WriteThree();
        var lastFrame = (int)(starts[3] - starts[2]);
        for (var kept = 0; kept < lastFrame; kept++)
        {
            var files = whole.Copy();
            files[Segment] = whole[Segment][..(int)(starts[2] + kept)];
            var journal = files.Open();

            Assert.Equal(kept, journal.Counters.TornBytes);
            Assert.Equal(0, journal.Counters.CorruptFrames);
            Assert.Equal(starts[2], journal.DurablePosition);
            Assert.Equal(kept == 0 ? [] : [new JournalFinding(JournalDamage.TornTail, starts[2], kept, Segment)], journal.Recovery.Findings);

            await journal.AppendEach("again");
            Assert.Equal([.. Three[..2], "again"], (await journal.CloseAndRead()).Texts());
            var reopened = files.Open();
            Assert.Empty(reopened.Recovery.Findings);
            await reopened.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_any_byte_of_a_middle_frame_costs_that_frame_only_and_is_reported()
    {
        var (whole, starts) = await WriteThree();
        for (var at = starts[1]; at < starts[2]; at++)
        {
            var files = whole.Copy();
            var bytes = whole[Segment];
            bytes[at] ^= (byte)(1 << (int)(at % 8));
            files[Segment] = bytes;
            var journal = files.Open();

            var expected = new JournalFinding(JournalDamage.CorruptFrame, starts[1], starts[2] - starts[1], Segment);
            Assert.Equal([expected], journal.Recovery.Findings);
            Assert.Equal(starts[3], journal.DurablePosition);
            await journal.AppendEach("fourth");
            var batches = await journal.CloseAndRead();
            Assert.Equal(["first", "third", "fourth"], batches.Texts());
            Assert.Equal([0, starts[2] - starts[1]], batches.Select(b => b.SkippedBytes));
            Assert.Equal(1, journal.Counters.CorruptFrames);
            Assert.Equal(bytes, files[Segment][..bytes.Length]);
        }
    }

    [Fact]
    public async Task Garbage_behind_the_tail_is_cut_off_whatever_it_is()
    {
        var (whole, starts) = await WriteThree();
        var noise = new byte[5000];
        new Random(3).NextBytes(noise);
        byte[][] tails = [new byte[4096], noise, [.. FrameFormat.Magic], whole[Segment], [.. whole[Segment][(int)starts[1]..], 1]];
        foreach (var tail in tails)
        {
            var files = whole.Copy();
            files[Segment] = [.. whole[Segment], .. tail];
            var journal = files.Open();
            Assert.Equal(tail.Length, journal.Counters.TornBytes);
            await journal.AppendEach("fourth");
            Assert.Equal([.. Three, "fourth"], (await journal.CloseAndRead()).Texts());
        }
    }

    [Fact]
    public async Task Damage_in_the_middle_and_a_torn_tail_are_told_apart()
    {
        var (whole, starts) = await WriteThree();
        var bytes = whole[Segment];
        bytes[starts[1] + 3] ^= 0xFF;
        whole[Segment] = [.. bytes, 0, 0, 0];
        var journal = whole.Open();
        Assert.Equal([JournalDamage.CorruptFrame, JournalDamage.TornTail], journal.Recovery.Findings.Select(f => f.Damage));
        Assert.Equal(["first", "third"], (await journal.CloseAndRead()).Texts());
    }

    [Fact]
    public async Task A_damaged_end_of_an_older_segment_is_kept_reported_when_read_and_passed_over()
    {
        var files = await WriteSegments();
        var bytes = files[Segment];
        bytes[^1] ^= 1;
        files[Segment] = bytes;
        var journal = files.Open(segmentBytes: 4096);
        Assert.Empty(journal.Recovery.Findings);

        var batches = await journal.CloseAndRead();

        Assert.Equal(19, batches.Sum(b => b.Records.Length));
        Assert.True(batches.Sum(b => b.SkippedBytes) > 500);
        Assert.Equal(JournalDamage.CorruptFrame, Assert.Single(journal.Recovery.Findings).Damage);
        Assert.Equal(bytes, files[Segment]);
    }

    [Fact]
    public async Task A_segment_missing_in_the_middle_is_reported_and_passed_over()
    {
        var files = await WriteSegments();
        var names = files.Names().Where(n => n.EndsWith(".segment", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var lost = files[names[1]].Length;
        files.Delete(names[1]);
        var journal = files.Open(segmentBytes: 4096);

        Assert.Equal(lost, journal.Counters.MissingBytes);
        var batches = await journal.CloseAndRead();
        Assert.Equal(lost, batches.Sum(b => b.SkippedBytes));
        Assert.Equal(JournalDamage.MissingSegment, Assert.Single(journal.Recovery.Findings).Damage);
    }

    [Fact]
    public async Task A_journal_shorter_than_its_consumers_remember_goes_on_behind_them()
    {
        var (files, starts) = await WriteThree();
        await using (var journal = files.Open())
        {
            journal.Register("reader");
            journal.Save("reader", starts[3]);
        }

        files.Delete(Segment);
        var reopened = files.Open();
        Assert.Equal(starts[3], reopened.DurablePosition);
        Assert.Equal(JournalDamage.MissingSegment, Assert.Single(reopened.Recovery.Findings).Damage);
        await reopened.AppendEach("new");
        Assert.Equal(["new"], (await reopened.CloseAndRead()).Texts());
    }

    [Fact]
    public async Task A_frame_copied_to_another_place_is_not_taken_for_a_good_one()
    {
        var (whole, starts) = await WriteThree();
        var bytes = whole[Segment];
        var first = bytes[..(int)starts[1]];
        bytes[starts[1]] ^= 1; // damage, and behind it a whole frame that belongs elsewhere
        whole[Segment] = [.. bytes[..(int)starts[2]], .. first];
        var journal = whole.Open();
        Assert.Equal(starts[1], journal.DurablePosition);
        Assert.Equal(["first"], (await journal.CloseAndRead()).Texts());
    }

    [Fact]
    public void The_checksum_is_the_one_of_its_standard()
    {
        Assert.Equal(0xE3069283u, FrameFormat.Crc32C("123456789"u8));
        Assert.Equal(0x8A9136AAu, FrameFormat.Crc32C(new byte[32]));
    }

    /// <summary>Three frames; the starts of them and of what comes next.</summary>
    private static async Task<(MemoryFiles Files, long[] Starts)> WriteThree()
    {
        var files = new MemoryFiles();
        await using var journal = files.Open();
        var starts = new List<long> { 0 };
        foreach (var text in Three)
        {
            await journal.AppendEach(text);
            starts.Add(journal.DurablePosition);
        }

        return (files, [.. starts]);
    }

    private static async Task<MemoryFiles> WriteSegments()
    {
        var files = new MemoryFiles();
        await using var journal = files.Open(segmentBytes: 4096);
        for (var i = 0; i < 20; i++) await journal.Append(1, new byte[500]).WaitAsync(Writing.Deadline);
        return files;
    }
}
