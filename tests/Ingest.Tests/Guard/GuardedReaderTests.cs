using System.Buffers;
using System.IO.Pipelines;
using K3Monitor.Ingest.Broker.Guard;
using Microsoft.AspNetCore.Connections;

namespace K3Monitor.Ingest.Tests.GuardTests;

public sealed class GuardedReaderTests
{
    private const int Max = 1 << 22;
    private static readonly byte[] Connect = [0x10, 2, 7, 7];

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly List<GuardReason> _closed = [];
    private readonly GuardedReader _reader;
    private int _firstPackets;

    public GuardedReaderTests() => _reader = new GuardedReader(_pipe.Reader, Max, () => _firstPackets++, _closed.Add);

    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 100 }, { 2, 300 }, { 3, 20_000 }, { 4, 2_200_000 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_whole_packet_passes_untouched_with_every_length_of_header(int lengthBytes, int body)
    {
        await Pass(Connect);
        var packet = Packet(0x30, body);
        Assert.Equal(1 + lengthBytes + body, packet.Length);
        await _pipe.Writer.WriteAsync(packet);
        var result = await _reader.ReadAsync();
        Assert.Equal(packet, result.Buffer.ToArray());
        _reader.AdvanceTo(result.Buffer.End);
        Assert.Empty(_closed);
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_151)]
    [InlineData(2_097_152)]
    [InlineData(268_435_455)]
    public async Task A_packet_one_byte_over_the_limit_is_refused_by_its_header_alone_and_one_at_the_limit_passes(int body)
    {
        var header = Header(0x10, body);
        foreach (var (limit, refused) in new[] { (header.Length + body - 1, true), (header.Length + body, false) })
        {
            var pipe = new Pipe();
            var reasons = new List<GuardReason>();
            var reader = new GuardedReader(pipe.Reader, limit, () => { }, reasons.Add);
            await pipe.Writer.WriteAsync(header);
            if (refused) await Assert.ThrowsAsync<ConnectionAbortedException>(() => reader.ReadAsync().AsTask());
            else Assert.Equal(header.Length, (await reader.ReadAsync()).Buffer.Length);
            Assert.Equal(refused ? [GuardReason.PacketTooLarge] : [], reasons);
        }
    }

    [Fact]
    public async Task A_packet_that_comes_byte_by_byte_passes_and_an_oversized_one_is_refused_at_the_deciding_byte()
    {
        var packet = Packet(0x10, 300);
        for (var i = 1; i <= packet.Length; i++)
        {
            await _pipe.Writer.WriteAsync(packet.AsMemory(i - 1, 1));
            var result = await _reader.ReadAsync();
            Assert.Equal(packet[..i], result.Buffer.ToArray());
            if (i < packet.Length) _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            else _reader.AdvanceTo(result.Buffer.End);
        }

        Assert.Equal(1, _firstPackets);
        foreach (var b in new byte[] { 0x30, 0x80, 0x80, 0x80 })
        {
            await _pipe.Writer.WriteAsync(new[] { b });
            var result = await _reader.ReadAsync();
            _reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        await _pipe.Writer.WriteAsync(new byte[] { 0x64 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = _reader.ReadAsync();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => read.AsTask());
        Assert.Equal([GuardReason.PacketTooLarge], _closed);
        Assert.InRange(allocated, 0, 256 * 1024);
    }

    [Fact]
    public async Task A_length_field_of_five_bytes_is_refused()
    {
        await Pass(Connect);
        await _pipe.Writer.WriteAsync(new byte[] { 0x30, 0x80, 0x80, 0x80, 0x80 });
        await Refused(GuardReason.MalformedLength);
    }

    [Fact]
    public async Task What_does_not_begin_with_CONNECT_is_refused()
    {
        await _pipe.Writer.WriteAsync("GET / HTTP/1.1\r\n"u8.ToArray());
        await Refused(GuardReason.NotConnect);
        Assert.Equal(0, _firstPackets);
    }

    [Fact]
    public async Task A_connection_that_ends_inside_a_packet_is_refused_wherever_it_ends()
    {
        var packet = Packet(0x30, 200);
        for (var kept = 1; kept < packet.Length; kept++)
        {
            var pipe = new Pipe();
            var reasons = new List<GuardReason>();
            var reader = new GuardedReader(pipe.Reader, Max, () => { }, reasons.Add);
            await pipe.Writer.WriteAsync(Connect);
            reader.AdvanceTo((await reader.ReadAsync()).Buffer.End);
            await pipe.Writer.WriteAsync(packet.AsMemory(0, kept));
            await pipe.Writer.CompleteAsync();
            await Assert.ThrowsAsync<ConnectionAbortedException>(() => reader.ReadAsync().AsTask());
            Assert.Equal([GuardReason.EndedInsidePacket], reasons);
        }
    }

    [Fact]
    public async Task A_connection_that_ends_between_packets_ends_in_peace()
    {
        await _pipe.Writer.WriteAsync((byte[])[.. Connect, 0xC0, 0]);
        await _pipe.Writer.CompleteAsync();
        var first = await _reader.ReadAsync();
        _reader.AdvanceTo(first.Buffer.GetPosition(Connect.Length));
        Assert.True(_reader.TryRead(out var second));
        Assert.Equal([0xC0, 0], second.Buffer.ToArray());
        _reader.AdvanceTo(second.Buffer.End);
        var end = await _reader.ReadAsync();
        Assert.True(end is { IsCompleted: true, Buffer.IsEmpty: true });
        Assert.Empty(_closed);
    }

    private static byte[] Header(byte first, int body)
    {
        var bytes = new List<byte> { first };
        for (; body >= 0x80; body >>= 7) bytes.Add((byte)(body | 0x80));
        bytes.Add((byte)body);
        return [.. bytes];
    }

    private static byte[] Packet(byte first, int body)
    {
        var content = new byte[body];
        new Random(body).NextBytes(content);
        return [.. Header(first, body), .. content];
    }

    private async Task Pass(byte[] packet)
    {
        await _pipe.Writer.WriteAsync(packet);
        _reader.AdvanceTo((await _reader.ReadAsync()).Buffer.End);
    }

    private async Task Refused(GuardReason reason)
    {
        await Assert.ThrowsAsync<ConnectionAbortedException>(() => _reader.ReadAsync().AsTask());
        Assert.Equal([reason], _closed);
    }
}
