using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Influx.Writing;

namespace K3Monitor.Store.Telemetry.Influx.Reading;

/// <summary>A stretch of one channel, both ends inside.</summary>
internal readonly record struct ChannelStretch(int Channel, Instant First, Instant Last);

/// <summary>A sample as it lies on the server.</summary>
internal readonly record struct StoredSample(ChannelSample Sample, int Slot);

/// <summary>Reads samples back.</summary>
internal sealed class SampleReading(InfluxQuery query, InfluxBridge bridge, InfluxLink link)
{
    private const int PageRows = 20_000;
    private const int StatementsAtOnce = 50;
    private const string Fields = "value, sequence, flags, received";

    /// <summary>All samples of a window, a page at a time, so that a year of one channel never takes more memory than a page.</summary>
    public async IAsyncEnumerable<ChannelSample> ReadAsync(int channel, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TimeRange left = range.Intersect(Lines.Representable);
        while (!left.IsEmpty)
        {
            string statement = string.Create(CultureInfo.InvariantCulture, $"SELECT {Fields} FROM {Lines.Measurement} WHERE {During(channel, left)} LIMIT {PageRows}");
            List<StoredSample> page = Samples(await AskAsync([statement], cancellationToken).ConfigureAwait(false), _ => channel);
            if (page.Count < PageRows)
            {
                left = left with { Start = left.End };
            }
            else
            {
                // The page may end within an instant; that instant is read whole with the next page.
                Instant cut = page[^1].Sample.Sample.Time;
                page.RemoveRange(page.FindIndex(s => s.Sample.Sample.Time == cut), page.Count - page.FindIndex(s => s.Sample.Sample.Time == cut));
                left = left with { Start = cut };
            }

            List<ChannelSample> rows = [.. page.Select(s => s.Sample)];
            rows.Sort(ConflictRuns.ByTime);
            foreach (ChannelSample row in ConflictRuns.Resolve(rows))
                yield return row;
        }
    }

    /// <summary>What lies in some stretches.</summary>
    public async Task<List<StoredSample>> ReadAsync(IReadOnlyList<ChannelStretch> stretches, CancellationToken cancellationToken)
    {
        var found = new List<StoredSample>();
        foreach (ChannelStretch[] part in stretches.Chunk(StatementsAtOnce))
        {
            List<string> statements = [.. part.Select(s => $"SELECT {Fields} FROM {Lines.Measurement} WHERE {During(s.Channel, new TimeRange(s.First, new Instant(s.Last.UnixMicroseconds + 1)))}")];
            found.AddRange(Samples(await AskAsync(statements, cancellationToken).ConfigureAwait(false), s => part[s.Statement].Channel));
        }

        return found;
    }

    /// <summary>
    /// The sample of every channel that lies furthest; and, where that one's clock ran ahead of its receipt, those that may be the
    /// newest although they lie before it.
    /// </summary>
    /// <remarks>Asked while the server is made ready, so it does not ask whether it is.</remarks>
    public async Task<List<ChannelSample>> NewestAsync(CancellationToken cancellationToken)
    {
        string statement = $"SELECT last(value) AS value, sequence, flags, received FROM {Lines.Measurement} GROUP BY channel";
        IReadOnlyList<InfluxSeries> series = await query.AskAsync(statement, bridge.Generation, cancellationToken).ConfigureAwait(false);
        List<ChannelSample> newest = [.. Samples(series, null).Select(s => s.Sample)];
        foreach (ChannelSample ahead in newest.Where(s => s.Sample.Time > s.Received).ToList())
        {
            // What came last of all that lies at or after that receipt, and what lies furthest up to then.
            ChannelSample? latest = await OneAsync(ahead.ChannelId, "max(received) AS received, value", new TimeRange(ahead.Received, Lines.Representable.End), cancellationToken).ConfigureAwait(false);
            if (latest is not { } last)
                continue;
            newest.Add(last);
            var before = new TimeRange(ahead.Received, last.Received + TimeSpan.FromMicroseconds(1));
            if (await OneAsync(ahead.ChannelId, "last(value) AS value, received", before, cancellationToken).ConfigureAwait(false) is { } right)
                newest.Add(right);
        }

        return newest;
    }

    private async Task<ChannelSample?> OneAsync(int channel, string chosen, TimeRange range, CancellationToken cancellationToken)
    {
        string statement = $"SELECT {chosen}, sequence, flags FROM {Lines.Measurement} WHERE {During(channel, range)}";
        List<StoredSample> found = Samples(await query.AskAsync(statement, bridge.Generation, cancellationToken).ConfigureAwait(false), _ => channel);
        return found.Count > 0 ? found[0].Sample : null;
    }

    /// <summary>Asks statements that each stand alone; the answers name theirs.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">The server cannot be had, or refuses.</exception>
    public async Task<IReadOnlyList<InfluxSeries>> AskAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await link.RequireAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // 3.x takes one statement at a time.
            if (bridge.Generation != InfluxGeneration.Three)
                return await query.AskAsync(string.Join("; ", statements), bridge.Generation, cancellationToken).ConfigureAwait(false);
            var all = new List<InfluxSeries>();
            for (int i = 0; i < statements.Count; i++)
                all.AddRange((await query.AskAsync(statements[i], bridge.Generation, cancellationToken).ConfigureAwait(false)).Select(s => s with { Statement = i }));
            return all;
        }
        catch (InfluxRefusalException e) when (e.Status == 200 && !e.Message.Contains("database not found", StringComparison.Ordinal))
        {
            throw new TelemetryStoreUnavailableException("the server refused to read: " + e.Message, e);
        }
        catch (Exception e) when (e is InfluxRefusalException or HttpRequestException or TimeoutException or IOException)
        {
            throw link.Lost(e);
        }
    }

    public static string During(int channel, TimeRange range) => string.Create(
        CultureInfo.InvariantCulture, $"channel = '{channel}' AND time >= {Lines.Nanoseconds(range.Start)} AND time < {Lines.Nanoseconds(range.End)}");

    private static List<StoredSample> Samples(IReadOnlyList<InfluxSeries> answer, Func<InfluxSeries, int>? channelOf)
    {
        var samples = new List<StoredSample>();
        foreach (InfluxSeries series in answer)
        {
            (int time, int value, int sequence, int flags, int received) = (
                series.Column("time"), series.Column("value"), series.Column("sequence"), series.Column("flags"), series.Column("received"));
            foreach (JsonElement row in series.Rows)
            {
                if (row[value].ValueKind != JsonValueKind.Number)
                    continue;
                (Instant at, int slot) = Lines.Split(row[time].GetInt64());
                var sample = new Sample(at, row[value].GetDouble(), (SampleFlags)row[flags].GetInt32());
                samples.Add(new StoredSample(
                    new ChannelSample(channelOf?.Invoke(series) ?? ChannelOf(series, row), sample, row[sequence].GetInt64(), new Instant(row[received].GetInt64())), slot));
            }
        }

        return samples;
    }

    public static int ChannelOf(InfluxSeries series, JsonElement row) => int.Parse(
        series.Tags.TryGetValue("channel", out string? tag) ? tag : row[series.Column("channel")].GetString() ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
}
