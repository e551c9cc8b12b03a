using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Live;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Dashboard.Live;

/// <summary>
/// The live stream of one open page: values of one site's points as they change, keys of incidents in scope, and a
/// heartbeat while nothing happens.
/// </summary>
/// <remarks>
/// Each stream holds a queue of 1,024 signals; a slow reader loses the oldest. What changed is sent at most four times
/// a second, the newest value of each point, so a fast plant does not flood a slow phone.
/// </remarks>
internal sealed class LiveFeed(LiveBoard board, IncidentNews news, IIncidents incidents, TimeProvider plant, DashboardOptions options)
{
    private const int QueuePerStream = 1024;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(2);

    /// <summary>The stream; it ends only when cancelled.</summary>
    /// <param name="scope">Who reads.</param>
    /// <param name="site">The site whose values are sent; null for incidents only. It must be in the reader's scope.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<SseItem<LiveEvent>> ReadAsync(AccessScope scope, SiteView? site, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<LiveSignal> signals = Channel.CreateBounded<LiveSignal>(
            new BoundedChannelOptions(QueuePerStream) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using IDisposable ear = news.Listen(keys => signals.Writer.TryWrite(new LiveSignal(0, default, default, keys)));
        Dictionary<int, PointView> points = site is null ? [] : site.Areas.SelectMany(a => a.Points).ToDictionary(p => p.Id);
        Task pump = PumpAsync(points, signals.Writer, ended.Token);
        try
        {
            yield return Item("hello", Present(points));
            while (!cancellationToken.IsCancellationRequested)
            {
                if (!await WaitAsync(signals.Reader, cancellationToken))
                {
                    if (cancellationToken.IsCancellationRequested)
                        yield break;
                    yield return Item("beat", new LiveEvent(Now()));
                    continue;
                }

                (List<LiveValueShape> values, List<int> keys) = Drain(signals.Reader, points);
                if (values.Count > 0)
                    yield return Item("values", new LiveEvent(Now(), Values: values));
                List<int> seen = await InScopeAsync(scope, site?.Row.Id, keys, cancellationToken);
                if (seen.Count > 0)
                    yield return Item("incidents", new LiveEvent(Now(), Incidents: seen));
                await Task.Delay(Pace, options.WallClock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static SseItem<LiveEvent> Item(string name, LiveEvent data) => new(data, name) { ReconnectionInterval = Reconnect };

    private DateTimeOffset Now() => plant.GetUtcNow();

    private async Task PumpAsync(Dictionary<int, PointView> points, ChannelWriter<LiveSignal> writer, CancellationToken cancellationToken)
    {
        if (points.Count == 0)
            return;
        await foreach (LiveValue value in board.SubscribeAsync(points.Keys.ToHashSet(), cancellationToken))
            writer.TryWrite(new LiveSignal(value.PointId, value.Sample, value.Received, null));
    }

    private async Task<bool> WaitAsync(ChannelReader<LiveSignal> reader, CancellationToken cancellationToken)
    {
        using CancellationTokenSource beat = new(options.Heartbeat, options.WallClock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, cancellationToken);
        try
        {
            return await reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // A stream that is told to end ends quietly: hundreds of open pages at a shutdown are no failures.
            return false;
        }
    }

    private (List<LiveValueShape> Values, List<int> Keys) Drain(ChannelReader<LiveSignal> reader, Dictionary<int, PointView> points)
    {
        Dictionary<int, LiveValueShape> values = [];
        HashSet<int> keys = [];
        for (int read = 0; read < QueuePerStream && reader.TryRead(out LiveSignal signal); read++)
        {
            if (signal.Incidents is { } some)
                keys.UnionWith(some);
            else
                values[signal.PointId] = Shape(points[signal.PointId], signal.Sample, signal.Received);
        }

        return ([.. values.Values], [.. keys]);
    }

    private LiveEvent Present(Dictionary<int, PointView> points) => new(
        Now(), [.. points.Values.Select(p => (Point: p, Last: board.Last(p.Id))).Where(p => p.Last is not null).Select(p => Shape(p.Point, p.Last!.Value.Sample, p.Last.Value.Received))]);

    private LiveValueShape Shape(PointView point, Sample sample, Instant received) => new(
        point.Id, sample.Value, sample.Time.ToDateTimeOffset(), received.ToDateTimeOffset(), PointState.ShareOfStrictest(sample.Value, point.Limits),
        received - sample.Time > PointState.Patience(point.ExpectedInterval, options.ClockSpeed) ? "late" : "live", !sample.Flags.ProvesSafety());

    private async Task<List<int>> InScopeAsync(AccessScope scope, int? siteId, List<int> keys, CancellationToken cancellationToken)
    {
        List<int> seen = [];
        foreach (int key in keys)
        {
            if (await incidents.FindAsync(scope, key, cancellationToken) is { } found && (siteId is null || found.Row.SiteId == siteId))
                seen.Add(key);
        }

        return seen;
    }
}
