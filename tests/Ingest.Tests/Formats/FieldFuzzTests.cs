using CsCheck;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Formats;

/// <summary>Payloads of the field cut, changed and grown: no exception, bounded rows, and never the net under the formats.</summary>
public sealed class FieldFuzzTests
{
    private static readonly Instant Received = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));
    private static readonly (string Topic, byte[] Bytes)[] Seeds =
    [
        .. FieldPayload.All.SelectMany(p => MessageCapture.Read(p.Bytes)?.Select(m => (m.Topic, m.Payload)) ?? [(p.Topic, p.Bytes)]).Where(s => s.Item2.Length > 0),
    ];

    [Fact]
    public void Any_change_or_cut_of_a_message_of_the_field_is_survived() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Int[0, 4000], Gen.Byte, Gen.Int[0, 4000], Gen.Int[0, 3]).Sample(
            (seed, at, to, cut, kind) => Sound(Seeds[seed].Topic, Changed(Seeds[seed].Bytes, at, to, cut, kind), new DecodeOptions()),
            iter: 20_000);

    [Fact]
    public void Any_bytes_are_survived_by_every_format() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, Ingest.Formats.FormatCatalogue.Names.Count - 1], Gen.Int[0, Seeds.Length - 1]).Sample(
            (bytes, format, seed) => Sound(Seeds[seed].Topic, bytes, new DecodeOptions { Format = Ingest.Formats.FormatCatalogue.Names[format] }),
            iter: 20_000);

    [Fact]
    public void Any_message_is_survived_by_every_format() =>
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Int[0, Ingest.Formats.FormatCatalogue.Names.Count - 1], Gen.Int[0, Seeds.Length - 1]).Sample(
            (seed, format, topic) => Sound(Seeds[topic].Topic, Seeds[seed].Bytes, new DecodeOptions { Format = Ingest.Formats.FormatCatalogue.Names[format] }),
            iter: 20_000);

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{\"a\":", 100_000)]
    [InlineData("[{\"v\":1},", 100_000)]
    [InlineData("9", 1_000_000)]
    [InlineData("a=1,", 250_000)]
    [InlineData("m v=1\n", 160_000)]
    [InlineData("\u0008", 1_000_000)]
    [InlineData("87a7", 250_000)]
    public void A_megabyte_is_refused_or_read_within_bounds(string part, int times)
    {
        byte[] payload = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, times)));
        foreach (string name in Ingest.Formats.FormatCatalogue.Names.Append(null!))
            Assert.True(Sound("spBv1.0/g/NDATA/n", payload, new DecodeOptions { Format = name }), name);
    }

    private static byte[] Changed(byte[] seed, int at, byte to, int cut, int kind)
    {
        byte[] bytes = [.. seed];
        bytes[at % bytes.Length] = to;
        return kind switch { 0 => bytes, 1 => bytes[..(cut % (bytes.Length + 1))], 2 => [.. bytes, .. seed], _ => [.. bytes[..(cut % bytes.Length)], to, .. bytes[(cut % bytes.Length)..]] };
    }

    private static bool Sound(string topic, byte[] payload, DecodeOptions options)
    {
        IReadOnlyList<DecodeRow> rows = MessageDecoder.Decode(topic, payload, Received, null, options);
        DecodeRow? fault = rows.FirstOrDefault(r => r.Reason?.StartsWith("format.fault", StringComparison.Ordinal) == true || r.Value is double.NaN or double.PositiveInfinity or double.NegativeInfinity);
        if (fault is not null)
            throw new InvalidOperationException($"{topic} as {options.Format}: {fault.Reason}");
        return rows.Count is >= 1 and <= 20_100 && rows.Count(r => r.Status == "quarantined") <= 33;
    }
}
