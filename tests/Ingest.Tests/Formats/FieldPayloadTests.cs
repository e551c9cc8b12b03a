using System.Text.Json;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Formats;

/// <summary>Every row of the collection of messages of the field gives its verdict and its values. Sources are in the index.</summary>
public sealed class FieldPayloadTests
{
    private static readonly Instant Received = Instant.FromDateTimeOffset(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));

    /// <summary>What must have come before a row makes sense, as its quirks say, and rows judged otherwise than the index; see docs/field-payloads.md.</summary>
    private static readonly Dictionary<string, (string File, string? Topic)> Before = new(StringComparer.Ordinal)
    {
        ["003"] = ("001", null),
        ["006"] = ("001", null),
        ["165"] = ("011", "spBv1.0/plant1/DBIRTH/edge1/gas7"),
    };

    /// <summary>Rows whose single values the general comparison cannot express; each has a test of its own below or a line in docs/field-payloads.md.</summary>
    private static readonly HashSet<string> ComparedBelow = new(StringComparer.Ordinal) { "016", "070", "092", "103", "160", "162", "163", "129", "098", "045" };

    /// <summary>Rows in which the index names a unit that no part of the message states.</summary>
    private static readonly HashSet<string> Unitless = new(StringComparer.Ordinal) { "093", "164" };

    public static TheoryData<string> Files() => [.. FieldPayload.All.Select(p => p.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_message_of_the_field_gives_its_verdict_and_its_values(string file)
    {
        FieldPayload payload = FieldPayload.Of(file);
        IReadOnlyList<DecodeRow> rows = Decode(file);
        string told = string.Join('\n', rows.Select(r => r.ToString()));
        string[] statuses = [.. rows.Select(r => r.Status).Distinct()];
        switch (payload.Verdict)
        {
            case "ignore" or "metadata" or "event":
                Assert.True(statuses.All(s => s is "ignored" or "metadata"), told);
                break;
            case "reject" or "quarantine" or "reject unless supported":
                Assert.True(statuses is ["quarantined"], told);
                break;
            case "partial":
                Assert.True(rows.Any(r => r.Status == "quarantined" || (r.Reason is not null && r.Status == "sample")), told);
                break;
            case "accept" when file[..3] != "160":
                Assert.True(statuses.Contains("sample"), told);
                break;
        }

        if (payload.Verdict is "accept" or "partial" && !ComparedBelow.Contains(file[..3]))
            Assert.All(payload.Expected.Select(e => ExpectedValue.Of(e) with { Unit = Unitless.Contains(file[..3]) ? null : ExpectedValue.Of(e).Unit }).Where(e => !(payload.Verdict == "partial" && e.Value is null)), e => Assert.True(rows.Any(e.IsMetBy), $"{e}\nis not among\n{told}"));
    }

    private static IReadOnlyList<DecodeRow> Decode(string file, TimeZoneInfo? zone = null)
    {
        var options = new DecodeOptions { Zone = zone };
        if (Before.TryGetValue(file[..3], out (string File, string? Topic) before))
            FieldPayload.Of(before.File).Decode(options, Received, before.Topic);
        return FieldPayload.Of(file).Decode(options, Received);
    }

    private static DecodeRow[] Samples(string file, TimeZoneInfo? zone = null) => [.. Decode(file, zone).Where(r => r.Status == "sample")];

    [Fact]
    public void A_Sparkplug_session_shows_its_gap_and_outlives_a_late_death()
    {
        IReadOnlyList<DecodeRow> rows = Decode("016");
        Assert.Equal([21.5, 22.5, 27.0, 30.0], rows.Where(r => r is { Status: "sample", Channel: "Temperature" }).Select(r => r.Value).Cast<double>());
        Assert.Contains(rows, r => r.Reason?.StartsWith("sequence.gap: 1 to 5", StringComparison.Ordinal) == true);
        Assert.StartsWith("a late death", rows[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_for_no_reading_are_missing_and_never_numbers() =>
        Assert.All(Samples("070").Where(r => r.Channel != "wifi"), r => Assert.True(r is { Value: null, Quality: "bad,TimeOfReceipt" }, r.ToString()));

    [Fact]
    public void Of_two_values_for_one_key_none_is_hidden()
    {
        Assert.Equal([42.0, 43.0], Samples("092").Select(r => r.Value).Cast<double>());
        Assert.All(Samples("092"), r => Assert.Contains("Conflict", r.Quality, StringComparison.Ordinal));
        Assert.StartsWith("json.malformed", Assert.Single(Decode("160")).Reason, StringComparison.Ordinal);
        Assert.Equal([0.0, 1.0], Samples("103").Select(r => r.Value).Cast<double>());
        Assert.Equal(2, Samples("103").Select(r => r.Channel).Distinct().Count());
    }

    [Fact]
    public void Times_with_a_zone_are_instants_and_local_ones_are_placed_or_doubted()
    {
        DecodeRow[] rows = Samples("162", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        string[] times = [.. rows.Select(r => $"{r.Time} {r.Reason?.Split(':')[0]}".Trim())];
        Assert.Equal(
            [
                "2024-03-31T01:30:00Z", $"{Received} time.nonexistent", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z", "2024-10-27T00:30:00Z time.ambiguous", "2024-03-01T00:00:00Z",
                "2024-07-01T00:00:00Z", "2024-03-01T08:00:00Z", "2024-03-01T08:00:00Z", "2024-03-01T08:00:00.500Z", "2024-03-01T08:00:00Z",
            ],
            times);
        Assert.Equal(2, Samples("162").Count(r => r.Reason?.StartsWith("time.no-zone", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Epochs_are_told_apart_by_size_and_a_clock_that_is_not_set_or_ahead_is_marked()
    {
        DecodeRow[] rows = Samples("163");
        Assert.All(rows[..4].Concat(rows[5..7]), r => Assert.Equal("2025-10-09T08:53:20Z", r.Time.ToString()));
        Assert.Equal("2025-10-09T08:53:20.125Z", rows[4].Time.ToString());
        Assert.All(rows[7..9], r => Assert.True(r.TimeSource == "received" && r.Reason!.StartsWith("time.clock-not-set", StringComparison.Ordinal), r.ToString()));
        Assert.Contains("ClockDoubt", rows[9].Quality, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_keep_series_apart_and_a_unit_holds_from_when_it_came()
    {
        Assert.Equal(2, Samples("098").Select(r => r.Device).Distinct().Count());
        Assert.All(Samples("129"), r => Assert.Equal("EASUN", r.Device));
        Assert.Equal(23.22, Samples("045").Single(r => r.Channel == "Temperature").Value);
    }
}
