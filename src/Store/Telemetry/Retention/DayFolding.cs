using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>The roll-ups of one channel and day.</summary>
internal sealed record FoldedDay(int ChannelId, IReadOnlyList<RollUp> Minutes, IReadOnlyList<RollUp> Quarters)
{
    public IReadOnlyList<RollUp> Of(RollUpStep step) => step == RollUpStep.Minute ? Minutes : Quarters;
}

/// <summary>Reads a channel's day from a store, and what may stand at its beginning, and folds it.</summary>
internal sealed class DayFolding(ITelemetryStore store, IRolledTelemetry rolled)
{
    /// <summary>Folds a day; a channel without a rule gets no means.</summary>
    public async Task<FoldedDay> FoldAsync(int channel, DateOnly day, ChannelRule? rule, CancellationToken cancellationToken)
    {
        rule ??= new ChannelRule(channel, [], IsLevel: false);
        TimeRange range = UtcDay.Range(day);
        var fold = new RollUpFold(rule, day);
        var before = new TimeRange(range.Start - rule.LongestHold, range.Start);
        if (await CarriedAsync(channel, before, cancellationToken).ConfigureAwait(false) is { } carried)
            fold.Add(carried);
        else
            await AddAsync(fold, channel, before, cancellationToken).ConfigureAwait(false);
        await AddAsync(fold, channel, range, cancellationToken).ConfigureAwait(false);
        return new FoldedDay(channel, [.. fold.End(RollUpStep.Minute)], [.. fold.End(RollUpStep.QuarterHour)]);
    }

    /// <summary>Where the samples before the day were removed, their roll-ups still tell which was the last.</summary>
    private async Task<Sample?> CarriedAsync(int channel, TimeRange before, CancellationToken cancellationToken)
    {
        if (before.IsEmpty || !rolled.Removed(channel).Meets(before.Start, before.End))
            return null;
        long width = RollUp.MicrosecondsOf(RollUpStep.QuarterHour);
        IReadOnlyList<RollUp> windows = await rolled.ReadRollUpsAsync(
            channel, before with { Start = new Instant(before.Start.UnixMicroseconds - width) }, RollUpStep.QuarterHour, cancellationToken).ConfigureAwait(false);
        return windows.LastOrDefault(w => w.Last is not null).Last;
    }

    private async Task AddAsync(RollUpFold fold, int channel, TimeRange range, CancellationToken cancellationToken)
    {
        if (range.IsEmpty)
            return;
        await foreach (ChannelSample row in store.ReadAsync(channel, range, cancellationToken).ConfigureAwait(false))
            fold.Add(row.Sample);
    }
}
