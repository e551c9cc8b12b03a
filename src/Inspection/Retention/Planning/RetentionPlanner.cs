using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Inspection.Retention.Planning;

/// <summary>Finds what the rule lets go, what holds it, and what is to be rolled up first. Pure but for looking into the store.</summary>
internal sealed class RetentionPlanner(
    IRetentionSurvey store, RetentionRules rules, IReadOnlyDictionary<int, RetainedChannel> channels, ILookup<int, HeldSpan> held, Instant now)
{
    /// <summary>A day is over for roll-ups an hour after its end; what comes later makes them anew.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    private static readonly TelemetryLayer[] Layers = Enum.GetValues<TelemetryLayer>();
    private readonly Dictionary<string, QuantityHolding> holdings = new(StringComparer.Ordinal);
    private readonly Dictionary<(DateOnly Day, TelemetryLayer Layer, string Quantity), (List<int> Channels, long Samples, long? Bytes)> removals = [];
    private readonly Dictionary<(DateOnly Day, TelemetryLayer Layer, string Quantity, KeptReason Reason, string Detail), List<int>> kept = [];

    public async Task<RetentionPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var rollUp = new List<DateOnly>();
        foreach (StoredDay day in await store.DaysAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!IsOver(day.Day))
                continue;
            if (!day.RolledUp || day.IsStale)
                rollUp.Add(day.Day);
            foreach (ChannelDay row in await store.ChannelsAsync(day.Day, cancellationToken).ConfigureAwait(false))
                Look(day, row);
        }

        return new RetentionPlan(
            rollUp,
            [.. removals.OrderBy(r => r.Key.Day).ThenBy(r => r.Key.Layer).ThenBy(r => r.Key.Quantity, StringComparer.Ordinal)
                .Select(r => new PlannedRemoval(r.Key.Day, r.Key.Layer, r.Key.Quantity, ChannelSet.Of(r.Value.Channels), r.Value.Samples, r.Value.Bytes))],
            [.. kept.OrderBy(k => k.Key.Day).ThenBy(k => k.Key.Layer).ThenBy(k => k.Key.Quantity, StringComparer.Ordinal).ThenBy(k => k.Key.Detail, StringComparer.Ordinal)
                .Select(k => new PlannedKeeping(k.Key.Day, k.Key.Layer, k.Key.Quantity, ChannelSet.Of(k.Value), k.Key.Reason, k.Key.Detail))],
            [.. holdings.Values.OrderBy(h => h.QuantityId, StringComparer.Ordinal)]);
    }

    private bool IsOver(DateOnly day) => UtcDay.Range(day).End + Settling <= now;

    private void Look(StoredDay day, ChannelDay row)
    {
        RetainedChannel? channel = channels.GetValueOrDefault(row.ChannelId);

        // The quantity of a channel that was given to another point during the day is that of the longer kept one.
        List<string> quantities = channel is null ? [] : [.. channel.On(day.Day).Select(a => a.QuantityId).Distinct()];
        Count(day.Day, row, quantities.Count == 0 ? "" : quantities[0]);
        foreach (TelemetryLayer layer in Layers.Where(_ => quantities.Count > 0))
        {
            string quantity = quantities.MaxBy(q => rules.Of(q).DaysOf(layer) is > 0 and var d ? d : int.MaxValue)!;
            int days = rules.Of(quantity).DaysOf(layer);
            bool there = layer == TelemetryLayer.Raw ? row.Samples > 0 : row.RolledUp && !row.IsRemoved(layer);
            if (days > 0 && there && UtcDay.Range(day.Day).End + TimeSpan.FromDays(days) <= now)
                Decide(day, row, channel!, layer, quantity);
        }
    }

    private void Decide(StoredDay day, ChannelDay row, RetainedChannel channel, TelemetryLayer layer, string quantity)
    {
        if (store.RemovalRefusal is not null)
            Keep(day.Day, layer, quantity, KeptReason.StoreCannot, "", row.ChannelId);
        else if (channel.HeldOn(day.Day, held) is { } hold)
            Keep(day.Day, layer, quantity, hold.ByPerson ? KeptReason.Hold : KeptReason.Incident, hold.Name, row.ChannelId);
        else if (layer == TelemetryLayer.Raw && row.RawRemoved)
            Keep(day.Day, layer, quantity, KeptReason.CameAfterRemoval, "", row.ChannelId);
        else if (!day.RolledUp || day.IsStale || !row.RolledUp)
            Keep(day.Day, layer, quantity, KeptReason.NotRolledUp, "", row.ChannelId);
        else
            Remove(day.Day, layer, quantity, row);
    }

    private void Keep(DateOnly day, TelemetryLayer layer, string quantity, KeptReason reason, string detail, int channel)
    {
        if (!kept.TryGetValue((day, layer, quantity, reason, detail), out List<int>? list))
            kept[(day, layer, quantity, reason, detail)] = list = [];
        list.Add(channel);
    }

    private void Remove(DateOnly day, TelemetryLayer layer, string quantity, ChannelDay row)
    {
        (List<int> list, long samples, long? bytes) = removals.TryGetValue((day, layer, quantity), out var there) ? there : ([], 0, 0);
        list.Add(row.ChannelId);
        bool raw = layer == TelemetryLayer.Raw;
        removals[(day, layer, quantity)] = (list, samples + (raw ? row.Samples : 0), raw ? bytes + row.RawBytes : bytes);
    }

    private void Count(DateOnly day, ChannelDay row, string quantity)
    {
        QuantityHolding before = holdings.TryGetValue(quantity, out QuantityHolding? found)
            ? found
            : new QuantityHolding(quantity, quantity.Length == 0 ? RetentionRule.KeepAll : rules.Of(quantity), 0, 0, null);
        holdings[quantity] = before with
        {
            Samples = before.Samples + row.Samples,
            Bytes = before.Bytes + row.RawBytes + row.RollUpBytes,
            OldestSample = row.Samples > 0 && (before.OldestSample is null || day < before.OldestSample) ? day : before.OldestSample,
        };
    }
}
