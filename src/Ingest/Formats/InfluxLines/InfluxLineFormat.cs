using System.Globalization;
using K3Monitor.Ingest.Normalising.Times;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.InfluxLines;

/// <summary>
/// InfluxDB line protocol. A wrong line is refused with its number and the others stand. The unit of times is told by size. A field
/// that stands twice in a line is kept twice and marked: neither value is hidden.
/// </summary>
/// <param name="perSecond">Units of time in a second, where the sender has said which he uses; null to tell by size.</param>
internal sealed class InfluxLineFormat(decimal? perSecond = null) : IMessageFormat
{
    private const int MostLines = 10_000;

    public string Name => "influx-line";

    public string Shape => "measurement[,tag=value…] field=value[,…] [time]";

    public Confidence Recognise(FieldMessage message)
    {
        if (message.LooksLikeJson || message.Text is not { } text || !text.Contains('=', StringComparison.Ordinal))
            return Confidence.None;
        bool any = Lines(text).Take(20).Any(l => LineParser.Parse(l.Text).Line is not null);
        bool topic = message.Topic.Contains("influx", StringComparison.OrdinalIgnoreCase) || message.Topic.Contains("telegraf", StringComparison.OrdinalIgnoreCase);
        return any ? topic ? Confidence.Certain : Confidence.Likely : Confidence.None;
    }

    public void Read(FieldMessage message, Readings into)
    {
        if (message.Text is not { } text)
        {
            into.Refuse("line.malformed", $"topic '{message.Topic}': text in UTF-8 is expected");
            return;
        }

        foreach ((int number, string line) in Lines(text).Take(MostLines))
        {
            (InfluxLine? parsed, string? fault) = LineParser.Parse(line);
            if (parsed is null)
                into.Refuse("line.malformed", string.Create(CultureInfo.InvariantCulture, $"topic '{message.Topic}', line {number}, read as {Name}: {fault}"));
            else
                Give(message, parsed, into);
        }
    }

    private static IEnumerable<(int Number, string Text)> Lines(string text) =>
        text.Split('\n').Select((l, i) => (i + 1, l)).Where(l => l.l.Trim() is { Length: > 0 } trimmed && trimmed[0] != '#');

    private void Give(FieldMessage message, InfluxLine line, Readings into)
    {
        Stamp stamp = line.Time is { } time ? Time(time, message.Received) : message.Arrival;
        if (TaggedSeries.SparkplugDevice(line.Tags) is { } bridged && line.Fields.FirstOrDefault(f => f.Key == "value") is { Key: not null } metric)
        {
            string alias = line.Fields.FirstOrDefault(f => f.Key == "alias").Value.Value.ToString();
            into.Add(bridged, alias.Length > 0 ? $"alias {alias}" : line.Measurement, metric.Value, null, stamp);
            return;
        }

        (string device, string suffix) = TaggedSeries.Names(line.Measurement, line.Tags);
        var seen = line.Fields.CountBy(f => f.Key).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        foreach ((string key, ReadValue value) in line.Fields)
        {
            ReadValue marked = seen[key] == 1 ? value : value with { Flags = value.Flags | SampleFlags.Conflict, Reason = "value.twice: the field stands twice in the line; both are kept" };
            into.Add(device, $"{line.Measurement}.{key}{suffix}", marked, UnitInName.Of(key), stamp);
        }
    }

    private Stamp Time(long number, Instant received) => perSecond is { } units && Math.Abs(number / units) < 10_000_000_000
        ? TimeReader.Check(new Instant((long)Math.Floor(number / units * 1_000_000)), received, TimeSource.Device)
        : TimeReader.Epoch(number, received, TimeSource.Device);
}
