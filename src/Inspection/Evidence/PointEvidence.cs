using System.Runtime.CompilerServices;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Evidence;

/// <summary>Reads what was measured at a point from the telemetry store.</summary>
internal sealed class PointEvidence(IDbContextFactory<K3Context> contexts, ITelemetryStore telemetry, TimeProvider time) : IEvidence
{
    private const int MostSlices = 5_000;

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
        return new PointChart(pointId, point.Quantity.Canonical.Symbol, window, drawn, gaps, point.ZoneId);
    }

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
        TimeSpan hold = point.ExpectedInterval * new LaneOptions().HoldIntervals;
        var gaps = new List<Gap>();

        // The last sample before the window may stand for its beginning.
        TimeRange wide = past with { Start = past.Start - hold };
        PointChannels before = await PointChannels.FindAsync(contexts, scope, point.PointId, wide, cancellationToken).ConfigureAwait(false) ?? point;
        foreach (TimeRange range in GapFinding.Doubtful(past, drawn, point.ExpectedInterval, hold))
        {
            IAsyncEnumerable<Sample> samples = RawAsync(before, range with { Start = range.Start - hold }, cancellationToken);
            await GapFinding.FindAsync(range, samples, hold, gaps, cancellationToken).ConfigureAwait(false);
        }

        return GapFinding.Bounded(gaps, slices, past.Duration / slices);
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
