using System.Globalization;
using System.Text;
using CsCheck;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Formats;

/// <summary>The native format against files good and bad, and against anything at all.</summary>
public sealed class NativePayloadTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "native");

    public static TheoryData<string, string, int> Files()
    {
        var data = new TheoryData<string, string, int>();
        foreach (string[] line in File.ReadLines(Path.Combine(Folder, "index.csv")).Skip(1).Select(l => l.Split(',')))
            data.Add(line[0], line[1], int.Parse(line[2], CultureInfo.InvariantCulture));
        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_gives_its_good_values_and_the_reason_of_its_fault(string file, string reason, int samples)
    {
        byte[] payload = File.ReadAllBytes(Path.Combine(Folder, file + ".json"));
        IReadOnlyList<DecodeRow> rows = Decode(payload);
        Assert.Equal(samples, rows.Count(r => r.Status == "sample"));
        string[] reasons = [.. rows.Where(r => r.Status == "quarantined").Select(r => r.Reason!.Split(':')[0])];
        string[] expected = reason == "-" ? [] : [reason];
        Assert.Equal(expected, reasons);
        Assert.All(rows, r => Assert.Equal(Plant.Device, r.Device));
    }

    [Fact]
    public void Every_file_of_the_folder_is_in_the_index() =>
        Assert.Equal(
            Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(),
            File.ReadLines(Path.Combine(Folder, "index.csv")).Skip(1).Select(l => l.Split(',')[0]).Order());

    [Fact]
    public void A_fault_is_named_with_its_place()
    {
        DecodeRow row = Decode("[{\"v\":{\"h2s\":1}},{\"v\":{\"h2s\":\"x\"}}]"u8).Single(r => r.Status == "quarantined");
        Assert.Equal("value.invalid: entry 1: v.h2s: a number is expected, not String", row.Reason);
        Assert.Equal("h2s", row.Channel);
    }

    [Fact]
    public void Without_a_device_values_come_raw_and_no_unit_is_guessed()
    {
        DecodeRow row = Assert.Single(Decode("{\"ts\":\"2026-11-25T10:00:00.123+07:00\",\"v\":{\"o2\":20.9},\"q\":{\"o2\":\"bad\"}}"u8));
        Assert.Equal(new DecodeRow("sample", Plant.Device, "o2", 20.9, null, Plant.Now + TimeSpan.FromMilliseconds(123), "device", "bad", null), row);
    }

    [Fact]
    public void With_a_device_values_are_canonical_and_marked()
    {
        DeviceTopology device = Plant.DeviceWith(Plant.H2s());
        IReadOnlyList<DecodeRow> rows = MessageDecoder.Decode(Plant.Topic(), "{\"v\":{\"h2s\":150,\"x\":1}}"u8, Plant.Now, device);
        Assert.Equal(new DecodeRow("sample", Plant.Device, "h2s", 150.0, "ppm", Plant.Now, "received", "good,OverRange,TimeOfReceipt", null), rows[0]);
        Assert.Equal("channel.unknown: entry 0: v.x: the device has no such channel", rows[1].Reason);
    }

    [Theory]
    [InlineData("status", "online", "metadata", "status online")]
    [InlineData("status", "offline", "metadata", "status offline")]
    [InlineData("status", "", "ignored", "an empty payload only clears a retained message")]
    [InlineData("info", "", "ignored", "an empty payload only clears a retained message")]
    [InlineData("status", "maybe", "quarantined", "status.unknown: a status is \"online\" or \"offline\"")]
    [InlineData("info", "{\"channels\":[{\"name\":\"h2s\"}]}", "metadata", "describes the channels h2s")]
    [InlineData("info", "{\"channels\":[{\"name\":\"h2s\",\"max\":1e999}]}", "quarantined", "info.number: channels[0] has a number that is too large")]
    public void Status_and_description_are_metadata(string kind, string payload, string status, string reason)
    {
        DecodeRow row = Assert.Single(MessageDecoder.Decode(Plant.Topic(kind), Encoding.UTF8.GetBytes(payload), Plant.Now, null));
        Assert.Equal((status, reason), (row.Status, row.Reason));
    }

    [Theory]
    [InlineData("k3/v1/site/telemetry")]
    [InlineData("k3/v1//dev/telemetry")]
    [InlineData("k3/v1/site/dev/telemetry/more")]
    [InlineData("k3/v1/site/dev/Telemetry")]
    [InlineData("")]
    public void A_topic_of_no_format_is_quarantined_and_told_which_are_known(string topic)
    {
        DecodeRow row = Assert.Single(MessageDecoder.Decode(topic, "no message"u8, Plant.Now, null));
        Assert.Equal("quarantined", row.Status);
        Assert.StartsWith(topic.Length == 0 ? "format.unknown: " : "topic.unknown: native topics are k3/v1/{site}/{device}/telemetry", row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_at_all_give_bounded_rows_and_no_exception() =>
        Gen.Byte.Array[0, 300].Sample(bytes => Assert.True(Bounded(bytes)), iter: 5_000);

    [Fact]
    public void Any_change_or_cut_of_a_good_message_gives_bounded_rows_and_no_exception()
    {
        byte[] good = "[{\"ts\":1795575600123,\"seq\":412,\"v\":{\"laeq\":84.2,\"co\":3.1},\"q\":{\"co\":\"uncertain\"}},{\"ts\":\"2026-11-25T08:00:00.123+07:00\",\"v\":{\"h2s\":1}}]"u8.ToArray();
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample(
            (at, to, length) =>
            {
                byte[] changed = [.. good];
                changed[at] = to;
                return Bounded(changed.AsSpan(0, length)) && Bounded(good.AsSpan(0, length));
            },
            iter: 10_000);
    }

    [Fact]
    public void A_valid_message_decodes_to_itself()
    {
        Gen<double> number = Gen.Double[-1e6, 1e6];
        Gen.Select(number, Gen.Long[0, long.MaxValue], Gen.Int[-1_000_000, 1_000_000]).Sample((value, sequence, seconds) =>
        {
            Instant time = Plant.Now - TimeSpan.FromSeconds(Math.Abs(seconds));
            string text = string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{time.UnixMicroseconds / 1000},\"seq\":{sequence},\"v\":{{\"h2s\":{value:R}}}}}");
            DecodeRow row = Decode(Encoding.UTF8.GetBytes(text)).Single();
            return row is { Status: "sample", Channel: "h2s" } && Equals(row.Value, value) && row.Time == time;
        });
    }

    private static bool Bounded(ReadOnlySpan<byte> payload)
    {
        IReadOnlyList<DecodeRow> rows = Decode(payload);
        return rows.Count >= 1 && rows.Count(r => r.Status == "quarantined") <= 33 && rows.All(r => (r.Reason?.Length ?? 0) < 400);
    }

    private static IReadOnlyList<DecodeRow> Decode(ReadOnlySpan<byte> payload) => MessageDecoder.Decode(Plant.Topic(), payload, Plant.Now, null);
}
