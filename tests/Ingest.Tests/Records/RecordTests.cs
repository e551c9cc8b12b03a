using CsCheck;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Records;

/// <summary>Records come back as they were, and damaged ones are refused in one way only.</summary>
public sealed class RecordTests
{
    private static readonly Gen<Instant> AnyInstant =
        Gen.Long[Instant.MinValue.UnixMicroseconds, Instant.MaxValue.UnixMicroseconds].Select(m => new Instant(m));

    private static readonly Gen<ReadySample> AnySample =
        Gen.Select(Gen.Int[1, int.MaxValue].Nullable(0.2), Gen.Int, AnyInstant, Gen.Double, Gen.Int[0, 511], Gen.Long)
            .Select((point, channel, time, value, flags, sequence) =>
                new ReadySample(point, new ChannelSample(channel, new Sample(time, value, (SampleFlags)flags), sequence, Plant.Now)));

    [Fact]
    public void Samples_come_back_as_they_were() =>
        Gen.Select(Gen.Int, Gen.Int, AnySample.Array[0, 20]).Sample((site, device, samples) =>
        {
            var writer = new RecordWriter();
            SamplesRecord.Write(writer, site, device, Plant.Now, samples);
            SamplesRecord read = SamplesRecord.Read(writer.Written);
            return read.SiteId == site && read.DeviceId == device && read.Received == Plant.Now && read.Samples.SequenceEqual(samples);
        });

    [Fact]
    public void A_quarantined_message_comes_back_as_it_was() =>
        Gen.Select(Gen.String.Null(0.2), Gen.Byte.Array[0, 200], Gen.String.Array[0, 5]).Sample((site, payload, details) =>
        {
            var writer = new RecordWriter();
            Refusal[] refusals = [.. details.Select(d => new Refusal("reason", Clean(d)))];
            QuarantinedRecord.Write(writer, Plant.Now, new QuarantinedFrom(site is null ? null : Clean(site), ""), "topic", payload, refusals);
            QuarantinedRecord read = QuarantinedRecord.Read(writer.Written);
            return read.Site == (site is null ? null : Clean(site)) && read.Device == "" && read.Payload.SequenceEqual(payload) && read.Refusals.SequenceEqual(refusals);
        });

    [Fact]
    public void A_long_payload_is_cut_at_64_KiB()
    {
        var writer = new RecordWriter();
        QuarantinedRecord.Write(writer, Plant.Now, default, "t", new byte[100_000], []);
        Assert.Equal(65_536, QuarantinedRecord.Read(writer.Written).Payload.Length);
    }

    [Fact]
    public void Description_and_status_come_back_as_they_were()
    {
        var writer = new RecordWriter();
        DescriptionRecord.Write(writer, 7, Plant.Now, "{}"u8);
        DescriptionRecord description = DescriptionRecord.Read(writer.Written);
        Assert.Equal((7, Plant.Now, "{}"), (description.DeviceId, description.Received, System.Text.Encoding.UTF8.GetString(description.Payload)));
        StatusRecord.Write(writer, 7, Plant.Now, true);
        Assert.Equal(new StatusRecord(7, Plant.Now, true), StatusRecord.Read(writer.Written));
    }

    [Fact]
    public void Every_cut_and_every_addition_is_refused_as_invalid_data()
    {
        foreach ((byte[] whole, Action<byte[]> read) in Wholes())
        {
            read(whole);
            for (int length = 0; length < whole.Length; length++)
                Assert.Throws<InvalidDataException>(() => read(whole[..length]));
            Assert.Throws<InvalidDataException>(() => read([.. whole, 0]));
            Assert.Throws<InvalidDataException>(() => read([99, .. whole[1..]]));
        }
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_as_invalid_data() =>
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            byte[] versioned = [1, .. bytes];
            foreach ((_, Action<byte[]> read) in Wholes())
            {
                try
                {
                    read(versioned);
                }
                catch (InvalidDataException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            }
        });

    [Fact]
    public void The_most_samples_of_one_record_fit_into_a_journal_record()
    {
        var widest = new ReadySample(int.MinValue, new ChannelSample(int.MinValue, new Sample(Instant.MinValue, 1, (SampleFlags)511), long.MinValue, Plant.Now));
        var samples = new ReadySample[SamplesRecord.MostInOne];
        Array.Fill(samples, widest);
        var writer = new RecordWriter();
        SamplesRecord.Write(writer, 1, 1, Plant.Now, samples);
        Assert.True(writer.Written.Length <= 1_048_552, $"{writer.Written.Length} bytes");
    }

    private static IEnumerable<(byte[] Whole, Action<byte[]> Read)> Wholes()
    {
        var writer = new RecordWriter();
        SamplesRecord.Write(writer, 3, 7, Plant.Now, [new ReadySample(11, new ChannelSample(101, new Sample(Plant.Now, 3.1), 412, Plant.Now))]);
        yield return (writer.Written.ToArray(), b => SamplesRecord.Read(b));
        QuarantinedRecord.Write(writer, Plant.Now, new QuarantinedFrom("s", null, "broker", "json"), "t", "payload"u8, [new Refusal("r", "d") { External = "e" }]);
        yield return (writer.Written.ToArray(), b => QuarantinedRecord.Read(b));
        DescriptionRecord.Write(writer, 7, Plant.Now, "{}"u8);
        yield return (writer.Written.ToArray(), b => DescriptionRecord.Read(b));
        StatusRecord.Write(writer, 7, Plant.Now, true);
        yield return (writer.Written.ToArray(), b => StatusRecord.Read(b));
    }

    // Half characters cannot be written in UTF-8.
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));
}
