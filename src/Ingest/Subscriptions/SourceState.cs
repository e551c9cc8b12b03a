using System.Globalization;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>What is known of one source now: it counts, and says on the health page how the source is.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class SourceState(SourceOptions source, SubscriptionMeasures measures, HealthBoard health, TimeProvider time, TimeProvider wall)
{
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(4);
    private readonly Lock gate = new();
    private Instant? connectedSince;
    private IReadOnlyList<string> refused = [];
    private string? lastError;
    private string? waiting;
    private TimeSpan patience = source.SilentAfter;
    private long connections;
    private long lastMessage;
    private long heardAt = wall.GetTimestamp();
    private long inFlight;

    public string Name => source.Name;

    /// <summary>Messages received over the present connection and not yet acknowledged.</summary>
    public long InFlight => Interlocked.Read(ref inFlight);

    /// <summary>Nothing has arrived for longer than the source allows; every time that making the connection anew did not help, twice as long.</summary>
    public bool IsSilent
    {
        get
        {
            lock (gate)
                return source.SilentAfter > TimeSpan.Zero && wall.GetElapsedTime(Interlocked.Read(ref heardAt)) >= patience;
        }
    }

    public void Connected(bool sessionKept, IReadOnlyList<string> refusedFilters)
    {
        measures.Connected(Name);
        lock (gate)
        {
            if (connections++ > 0 && !sessionKept)
            {
                measures.SessionLost(Name);
                lastError = $"the broker had not kept our session: what was published while we were away did not reach us ({Instant.Now(time)})";
            }

            connectedSince = Instant.Now(time);
            refused = refusedFilters;
            waiting = null;
            Interlocked.Exchange(ref heardAt, wall.GetTimestamp());
        }

        Report();
    }

    public void Received(bool again)
    {
        measures.Received(Name, again);
        Interlocked.Increment(ref inFlight);
        Interlocked.Exchange(ref lastMessage, Instant.Now(time).UnixMicroseconds);
        Interlocked.Exchange(ref heardAt, wall.GetTimestamp());
    }

    /// <summary>A message of the present connection is done with.</summary>
    public void Done(bool acknowledged)
    {
        Interlocked.Decrement(ref inFlight);
        if (acknowledged)
            measures.Acknowledged(Name);
    }

    public void Lost() => measures.Lost(Name);

    public void Ended(Ending ending, TimeSpan pause)
    {
        measures.Ended(Name, ending.Reason);
        Interlocked.Exchange(ref inFlight, 0);
        lock (gate)
        {
            connectedSince = null;
            lastError = $"{ending.Words} ({Instant.Now(time)})";
            waiting = string.Create(CultureInfo.InvariantCulture, $"tries again after {pause.TotalSeconds:0.0} s");
            if (ending.Reason == "silent")
                patience = patience * 2 < LongestPatience ? patience * 2 : LongestPatience;
            else if (Interlocked.Read(ref lastMessage) > 0 && wall.GetElapsedTime(Interlocked.Read(ref heardAt)) < source.SilentAfter)
                patience = source.SilentAfter;
        }

        Report();
    }

    /// <summary>Says on the health page how the source is. Without a message it is never called healthy.</summary>
    public void Report()
    {
        long last = Interlocked.Read(ref lastMessage);
        lock (gate)
        {
            List<string> words = [connectedSince is { } since ? $"connected since {since}" : waiting is null ? "connecting" : $"not connected, {waiting}"];
            words.AddRange(refused.Select(r => $"the broker refused {r}"));
            bool silent = source.SilentAfter > TimeSpan.Zero && wall.GetElapsedTime(Interlocked.Read(ref heardAt)) >= source.SilentAfter;
            words.Add(last == 0 ? "nothing has arrived yet" : $"last message {new Instant(last)}{(silent ? ", which is long ago" : "")}");
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{InFlight} in flight"));
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, connections - 1)} reconnects"));
            if (lastError is not null)
                words.Add($"last error: {lastError}");
            bool good = connectedSince is not null && refused.Count == 0 && last > 0 && !silent;
            health.Report(source.Part, good ? PartCondition.Healthy : PartCondition.Degraded, string.Join("; ", words), Instant.Now(time));
        }
    }
}
