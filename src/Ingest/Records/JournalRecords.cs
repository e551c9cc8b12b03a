using K3Monitor.Ingest.Normalising;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Records;

/// <summary>The kinds of record in the journal.</summary>
internal static class RecordKind
{
    public const byte Samples = 1;
    public const byte Quarantined = 2;
    public const byte Description = 3;
    public const byte Status = 4;
}

/// <summary>The samples of one message.</summary>
/// <param name="SiteId">Site of the device.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="Received">When the message arrived.</param>
/// <param name="Samples">Its samples.</param>
internal sealed record SamplesRecord(int SiteId, int DeviceId, Instant Received, IReadOnlyList<ReadySample> Samples)
{
    private const byte Version = 1;
    private const int MostSamples = 1_000_000;

    /// <summary>More samples than this go into a further record: one of at most 45 bytes each then stays below a journal record's 1 MiB.</summary>
    public const int MostInOne = 20_000;

    public static void Write(RecordWriter to, int siteId, int deviceId, Instant received, ReadOnlySpan<ReadySample> samples)
    {
        to.Begin(Version);
        to.Signed(siteId);
        to.Signed(deviceId);
        to.Signed(received.UnixMicroseconds);
        to.Unsigned((ulong)samples.Length);
        foreach (ref readonly ReadySample s in samples)
        {
            to.Signed(s.Sample.ChannelId);
            to.Signed(s.PointId ?? 0);
            to.Signed(s.Sample.Sample.Time.UnixMicroseconds - received.UnixMicroseconds);
            to.Signed(s.Sample.Sequence);
            to.Unsigned((ulong)s.Sample.Sample.Flags);
            to.Double(s.Sample.Sample.Value);
        }
    }

    public static SamplesRecord Read(ReadOnlySpan<byte> content)
    {
        var from = new RecordReader(content);
        from.Version(Version);
        int site = from.Int();
        int device = from.Int();
        var received = from.Instant();
        int count = from.Count(MostSamples);
        var samples = new List<ReadySample>(Math.Min(count, content.Length / 13));
        for (int i = 0; i < count; i++)
        {
            int channel = from.Int();
            int point = from.Int();
            var time = from.Instant(received.UnixMicroseconds);
            long sequence = from.Signed();
            var flags = (SampleFlags)from.Unsigned();
            var sample = new Sample(time, from.Double(), flags);
            samples.Add(new ReadySample(point == 0 ? null : point, new ChannelSample(channel, sample, sequence, received)));
        }

        from.End();
        return new SamplesRecord(site, device, received, samples);
    }
}

/// <summary>What a device said of itself; decoded when it is read.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Received">When it arrived.</param>
/// <param name="Payload">As it came.</param>
internal sealed record DescriptionRecord(int DeviceId, Instant Received, byte[] Payload)
{
    private const byte Version = 1;

    public static void Write(RecordWriter to, int deviceId, Instant received, ReadOnlySpan<byte> payload)
    {
        to.Begin(Version);
        to.Signed(deviceId);
        to.Signed(received.UnixMicroseconds);
        to.Bytes(payload);
    }

    public static DescriptionRecord Read(ReadOnlySpan<byte> content)
    {
        var from = new RecordReader(content);
        from.Version(Version);
        var record = new DescriptionRecord(from.Int(), from.Instant(), from.Bytes());
        from.End();
        return record;
    }
}

/// <summary>Whether a device is online.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Received">When it said so, or the broker did for it.</param>
/// <param name="Online">Whether it is.</param>
internal sealed record StatusRecord(int DeviceId, Instant Received, bool Online)
{
    private const byte Version = 1;

    public static void Write(RecordWriter to, int deviceId, Instant received, bool online)
    {
        to.Begin(Version);
        to.Signed(deviceId);
        to.Signed(received.UnixMicroseconds);
        to.Byte(online ? (byte)1 : (byte)0);
    }

    public static StatusRecord Read(ReadOnlySpan<byte> content)
    {
        var from = new RecordReader(content);
        from.Version(Version);
        var record = new StatusRecord(from.Int(), from.Instant(), from.Byte() != 0);
        from.End();
        return record;
    }
}
