using System.Runtime.CompilerServices;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Evidence;

/// <summary>Reads what was measured at a point from the telemetry store.</summary>
internal sealed class PointEvidence(
    IDbContextFactory<K3Context> contexts, ITelemetryStore telemetry, IOwnLife life, LaneOptions options, TimeProvider time) : IEvidence
{
    private const int MostSlices = 5_000;

    // The longest gaps of a chart whose cause is looked for; a chart with more of them has one cause for all, or none.
    private const int MostCauses = 20;
    private readonly IRolledTelemetry? rolled = telemetry as IRolledTelemetry;
    private static readonly TimeSpan LongestNumbers = TimeSpan.FromHours(26);

    /// <inheritdoc />
    public async Task<PointChart?> ChartAsync(AccessScope scope, int pointId, TimeRange window, int slices, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slices);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slices, MostSlices);
        PointChannels? point = await PointChannels.FindAsync(contexts, scope, pointId, window, cancellationToken).ConfigureAwait(false);
        if (point is null)
            return null;
        IReadOnlyList<ChartSlice> drawn = await SlicesAsync(point, window, slices, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Gap> gaps = await GapsAsync(scope, point, window, drawn, slices, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RolledStretch> rolledUp = await RolledUpAsync(point, window, slices, cancellationToken).ConfigureAwait(false);
        return new PointChart(pointId, point.Quantity.Canonical.Symbol, window, drawn, gaps, point.ZoneId) { RolledUp = rolledUp };
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<TimeRange>> RemovedAsync(AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken) =>
        await PointChannels.FindAsync(contexts, scope, pointId, window, cancellationToken).ConfigureAwait(false) is { } point ? RemovedOf(point).Ranges : [];

    /// <inheritdoc />
    public async IAsyncEnumerable<Sample> SamplesAsync(
        AccessScope scope, int pointId, TimeRange window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PointChannels? point = await PointChannels.FindAsync(contexts, scope, pointId, window, cancellationToken).ConfigureAwait(false);
        if (point is null)
            yield break;
        await foreach (Sample sample in RawAsync(point, window, cancellationToken).ConfigureAwait(false))
            yield return sample;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, DeviceNumbers>?> NumbersAsync(AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window.Duration, LongestNumbers, nameof(window));
        PointChannels? point = await PointChannels.FindAsync(contexts, scope, pointId, window, cancellationToken).ConfigureAwait(false);
        if (point is null)
            return null;
        var found = new Dictionary<string, DeviceNumbers>(StringComparer.Ordinal);
        foreach ((string device, IReadOnlyList<int> channels) in await PointChannels.DevicesAsync(contexts, point, cancellationToken).ConfigureAwait(false))
        {
            var messages = new SortedDictionary<(Instant Time, long Sequence), SampleFlags>();
            foreach (int channel in channels)
            {
                await foreach (ChannelSample row in telemetry.ReadAsync(channel, window, cancellationToken).ConfigureAwait(false))
                    messages[(row.Sample.Time, row.Sequence)] = row.Sample.Flags | messages.GetValueOrDefault((row.Sample.Time, row.Sequence));
            }

            found[device] = NumberCounting.Of(window, messages.Select(m => (m.Key.Time, m.Key.Sequence, m.Value)));
        }

        return found;
    }

    /// <summary>Each channel gets its share of the slices by its share of the window, at least one.</summary>
    private async Task<IReadOnlyList<ChartSlice>> SlicesAsync(PointChannels point, TimeRange window, int slices, CancellationToken cancellationToken)
    {
        if (window.IsEmpty)
            return [];
        var drawn = new List<ChartSlice>();
        int spare = Math.Max(0, slices - point.Spans.Count);
        foreach (ChannelSpan span in point.Spans.Take(slices))
        {
            int share = 1 + (int)(spare * (span.During.Duration / window.Duration));
            drawn.AddRange(await telemetry.ReadChartAsync(span.ChannelId, span.During, share, cancellationToken).ConfigureAwait(false));
        }

        return drawn;
    }

    private async Task<IReadOnlyList<Gap>> GapsAsync(
        AccessScope scope, PointChannels point, TimeRange window, IReadOnlyList<ChartSlice> drawn, int slices, CancellationToken cancellationToken)
    {
        // What has not happened yet is not missing.
        var past = new TimeRange(window.Start, Instant.Min(window.End, Instant.Now(time)));
        if (past.IsEmpty)
            return [];
        TimeSpan hold = point.ExpectedInterval * options.HoldIntervals;
        var gaps = new List<Gap>();

        // The last sample before the window may stand for its beginning.
        TimeRange wide = past with { Start = past.Start - hold };
        PointChannels before = await PointChannels.FindAsync(contexts, scope, point.PointId, wide, cancellationToken).ConfigureAwait(false) ?? point;
        foreach (TimeRange range in GapFinding.Doubtful(past, drawn, point.ExpectedInterval, hold))
        {
            IAsyncEnumerable<Sample> samples = RawAsync(before, range with { Start = range.Start - hold }, cancellationToken);
            await GapFinding.FindAsync(range, samples, hold, gaps, cancellationToken).ConfigureAwait(false);
        }

        gaps = RolledReading.Outside(gaps, RemovedOf(point));
        return await CausedAsync(point, past, GapFinding.Bounded(gaps, slices, past.Duration / slices), cancellationToken).ConfigureAwait(false);
    }

    private TimeRangeSet RemovedOf(PointChannels point) => new(point.Spans.SelectMany(s => RolledReading.RemovedOf(rolled, s)));

    private async Task<IReadOnlyList<RolledStretch>> RolledUpAsync(PointChannels point, TimeRange window, int slices, CancellationToken cancellationToken)
    {
        var stretches = new List<RolledStretch>();
        foreach ((ChannelSpan span, TimeRange range) in point.Spans.SelectMany(s => RolledReading.RemovedOf(rolled, s).Select(r => (s, r))))
        {
            int share = Math.Max(1, (int)(slices * (range.Duration / window.Duration)));
            stretches.Add(await RolledReading.ReadAsync(rolled!, span.ChannelId, range, share, cancellationToken).ConfigureAwait(false));
        }

        return stretches;
    }

    private async Task<IReadOnlyList<Gap>> CausedAsync(PointChannels point, TimeRange window, IReadOnlyList<Gap> gaps, CancellationToken cancellationToken)
    {
        if (gaps.Count == 0)
            return gaps;
        OwnOutages own = await life.ReadAsync(cancellationToken).ConfigureAwait(false);
        List<Gap> cut = GapFinding.Cut(gaps, own.Times);
        Neighbours neighbours = await Neighbours.FindAsync(contexts, telemetry, point.SiteId, window, options.HoldIntervals, cancellationToken).ConfigureAwait(false);
        foreach (int i in Enumerable.Range(0, cut.Count).Where(i => cut[i].Cause != GapCause.Own).OrderByDescending(i => cut[i].Range.Duration).Take(MostCauses).ToList())
        {
            // The channel that measured then, or began to during the gap.
            int? channel = point.Spans.Where(s => !s.During.Intersect(cut[i].Range).IsEmpty).Select(s => (int?)s.ChannelId).FirstOrDefault();
            if (channel is { } silent)
                cut[i] = cut[i] with { Cause = await neighbours.CauseAsync(silent, cut[i].Range, cancellationToken).ConfigureAwait(false) };
        }

        return cut;
    }

    private async IAsyncEnumerable<Sample> RawAsync(PointChannels point, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ChannelSpan span in point.Spans)
        {
            TimeRange part = span.During.Intersect(range);
            if (part.IsEmpty)
                continue;
            await foreach (ChannelSample row in telemetry.ReadAsync(span.ChannelId, part, cancellationToken).ConfigureAwait(false))
                yield return row.Sample;
        }
    }
}
