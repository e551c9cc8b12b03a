using System.Globalization;
using System.Text.Json;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Influx.Reading;
using K3Monitor.Store.Telemetry.Influx.Writing;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Influx.Retention;

/// <summary>
/// Rolls days up into measurements of our own, and removes by DELETE on a server of 1.x. The order is: roll-ups on the server's disk, the
/// removal in the ledger beside it, DELETE, the ledger again; what a crash leaves begun is finished by the next call.
/// </summary>
internal sealed class InfluxRetention(InfluxTelemetryStore store, SampleReading reading, RolledLedger ledger, Func<IReadOnlyList<string>, CancellationToken, Task> write, SemaphoreSlim gate)
{
    private const int ChannelsAtOnce = 50;

    public Task<IReadOnlyList<RollUp>> ReadRollUpsAsync(int channel, TimeRange range, RollUpStep step, CancellationToken cancellationToken)
    {
        TimeRange known = range.Intersect(Lines.Representable);
        return known.IsEmpty ? Task.FromResult<IReadOnlyList<RollUp>>([]) : ReadAsync(channel, known, step, cancellationToken);
    }

    public async Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken)
    {
        var days = new SortedDictionary<DateOnly, StoredDay>();
        foreach (RolledDay entry in ledger.File.Days)
            days[UtcDay.Parse(entry.Day)] = new StoredDay(UtcDay.Parse(entry.Day), RolledUp: true, entry.IsStale);
        if (await ExtentAsync(cancellationToken).ConfigureAwait(false) is not { } extent)
            return [.. days.Values];
        IEnumerable<DateOnly> unknown = DaysOf(extent).Where(d => !days.ContainsKey(d));
        foreach (DateOnly[] part in unknown.Chunk(ChannelsAtOnce).ToList())
        {
            IReadOnlyList<InfluxSeries> answer = await reading.AskAsync(
                [.. part.Select(d => $"SELECT first(value) AS value FROM {Lines.Measurement} WHERE {Within(d)}")], cancellationToken).ConfigureAwait(false);
            foreach (DateOnly day in answer.Where(s => s.Rows.Count > 0).Select(s => part[s.Statement]))
                days[day] = new StoredDay(day, RolledUp: false, IsStale: false);
        }

        return [.. days.Values];
    }

    public async Task<IReadOnlyList<ChannelDay>> ChannelsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        RolledDay? entry = ledger.File.Find(day);
        Dictionary<int, long> rolled = entry is null
            ? []
            : await CountAsync($"SELECT sum(samples) AS n FROM {RollUpLines.Measurement(RollUpStep.QuarterHour)} WHERE {Within(day)} GROUP BY channel", cancellationToken).ConfigureAwait(false);
        Dictionary<int, long> minutes = entry is null
            ? []
            : await CountAsync($"SELECT sum(samples) AS n FROM {RollUpLines.Measurement(RollUpStep.Minute)} WHERE {Within(day)} GROUP BY channel", cancellationToken).ConfigureAwait(false);
        Dictionary<int, long> samples = entry is { IsStale: false, RawGone: "", QuarterGone: "", Leaving: null }
            ? rolled
            : await CountAsync($"SELECT count(value) AS n FROM {Lines.Measurement} WHERE {Within(day)} GROUP BY channel", cancellationToken).ConfigureAwait(false);
        ChannelSet raw = entry?.Gone(TelemetryLayer.Raw) ?? ChannelSet.Empty;
        ChannelSet minute = entry?.Gone(TelemetryLayer.Minute) ?? ChannelSet.Empty;
        ChannelSet quarter = entry?.Gone(TelemetryLayer.QuarterHour) ?? ChannelSet.Empty;
        IEnumerable<int> all = samples.Keys.Concat(rolled.Keys).Concat(minutes.Keys).Concat(raw.Channels).Concat(quarter.Channels).Distinct().Order();
        return [.. all.Select(c => new ChannelDay(
            c, samples.GetValueOrDefault(c), null, null, rolled.ContainsKey(c) || minutes.ContainsKey(c), raw.Contains(c), minute.Contains(c), quarter.Contains(c)))];
    }

    public async Task RollUpAsync(DateOnly day, IReadOnlyDictionary<int, ChannelRule> rules, CancellationToken cancellationToken)
    {
        int before = ledger.Touched(day);
        RolledDay? entry = ledger.File.Find(day);
        ChannelSet gone = entry?.Gone(TelemetryLayer.Raw) ?? ChannelSet.Empty;
        Dictionary<int, long> present = await CountAsync($"SELECT count(value) AS n FROM {Lines.Measurement} WHERE {Within(day)} GROUP BY channel", cancellationToken).ConfigureAwait(false);
        var folding = new DayFolding(store, store);
        foreach (int channel in present.Keys.Where(c => !gone.Contains(c)).Order())
        {
            FoldedDay folded = await folding.FoldAsync(channel, day, rules.GetValueOrDefault(channel), cancellationToken).ConfigureAwait(false);
            List<string> lines = [.. RollUpLines.OfDay(folded, day, RollUpStep.Minute, again: entry is not null), .. RollUpLines.OfDay(folded, day, RollUpStep.QuarterHour, again: entry is not null)];
            await write(lines, cancellationToken).ConfigureAwait(false);
        }

        ledger.Change(day, e => e with { IsStale = ledger.Touched(day) != before });
    }

    public async Task<ChannelSet> RemoveAsync(DateOnly day, TelemetryLayer layer, ChannelSet channels, CancellationToken cancellationToken)
    {
        if (store.RemovalRefusal is { } why)
            throw new NotSupportedException(why);

        // Nothing is appended meanwhile: a sample that came between the roll-up and the DELETE would be lost with the others.
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RolledDay? entry = ledger.File.Find(day);
            if (entry?.Leaving is { } begun)
                entry = await FinishAsync(day, begun, cancellationToken).ConfigureAwait(false);
            if (entry is null or { IsStale: true })
                return ChannelSet.Empty;
            IReadOnlyList<ChannelDay> rows = await ChannelsAsync(day, cancellationToken).ConfigureAwait(false);
            ChannelSet leaving = ChannelSet.Of(rows.Where(r => channels.Contains(r.ChannelId) && r.RolledUp && !r.IsRemoved(layer)).Select(r => r.ChannelId));
            if (leaving.IsEmpty)
                return leaving;
            var named = new Leaving(layer, leaving.ToString());
            ledger.Change(day, e => e with { Leaving = named });
            await FinishAsync(day, named, cancellationToken).ConfigureAwait(false);
            return leaving;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Finishes what a crash left begun, before samples are appended that it could take along.</summary>
    public async Task FinishAllAsync(CancellationToken cancellationToken)
    {
        foreach (RolledDay entry in ledger.File.Days.Where(d => d.Leaving is not null))
            await FinishAsync(UtcDay.Parse(entry.Day), entry.Leaving!, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RolledDay> FinishAsync(DateOnly day, Leaving leaving, CancellationToken cancellationToken)
    {
        ChannelSet channels = ChannelSet.Parse(leaving.Channels);
        string from = leaving.Layer switch
        {
            TelemetryLayer.Raw => Lines.Measurement,
            TelemetryLayer.Minute => RollUpLines.Measurement(RollUpStep.Minute),
            _ => RollUpLines.Measurement(RollUpStep.QuarterHour),
        };
        foreach (int[] part in channels.Channels.Chunk(ChannelsAtOnce))
            await reading.AskAsync([.. part.Select(c => $"DELETE FROM {from} WHERE {SampleReading.During(c, UtcDay.Range(day))}")], cancellationToken).ConfigureAwait(false);
        ledger.Change(day, e => e.With(leaving.Layer, channels) with { Leaving = null });
        return ledger.File.Find(day)!;
    }

    private async Task<IReadOnlyList<RollUp>> ReadAsync(int channel, TimeRange range, RollUpStep step, CancellationToken cancellationToken) =>
        RollUpLines.Read(await reading.AskAsync([RollUpLines.Select(channel, step, range)], cancellationToken).ConfigureAwait(false));

    private async Task<TimeRange?> ExtentAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<InfluxSeries> answer = await reading.AskAsync(
            [$"SELECT first(value) AS value FROM {Lines.Measurement}", $"SELECT last(value) AS value FROM {Lines.Measurement}"], cancellationToken).ConfigureAwait(false);
        List<Instant> ends = [.. answer.SelectMany(s => s.Rows.Select(r => Lines.Split(r[s.Column("time")].GetInt64()).Time))];
        return ends.Count == 0 ? null : new TimeRange(ends.Min(), ends.Max());
    }

    private static IEnumerable<DateOnly> DaysOf(TimeRange extent)
    {
        DateOnly last = UtcDay.Of(extent.End);
        for (DateOnly day = UtcDay.Of(extent.Start); day <= last; day = day.AddDays(1))
            yield return day;
    }

    private async Task<Dictionary<int, long>> CountAsync(string statement, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<int, long>();
        foreach (InfluxSeries series in await reading.AskAsync([statement], cancellationToken).ConfigureAwait(false))
        {
            foreach (JsonElement row in series.Rows)
                counts[SampleReading.ChannelOf(series, row)] = row[series.Column("n")].GetInt64();
        }

        return counts;
    }

    private static string Within(DateOnly day)
    {
        TimeRange range = UtcDay.Range(day);
        return string.Create(CultureInfo.InvariantCulture, $"time >= {Lines.Nanoseconds(range.Start)} AND time < {Lines.Nanoseconds(range.End)}");
    }
}
