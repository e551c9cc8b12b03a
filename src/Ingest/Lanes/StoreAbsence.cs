using System.Globalization;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Ingest.Lanes;

/// <summary>
/// Whether the telemetry store lags behind the journal because it is, or was, away; and the words for it. A store in our
/// own files is never away.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class StoreAbsence(ConsumerTools tools, ITelemetryStore store)
{
    /// <summary>So much of the journal may be unwritten in a store that is at work.</summary>
    private const long CaughtUpBytes = 1 << 20;

    private readonly Lock gate = new();
    private Instant? since;
    private string? error;
    private bool back;

    /// <summary>Whether it is away, or back and not yet caught up: nobody may wait for it.</summary>
    public bool IsBehind
    {
        get
        {
            lock (gate)
                return since is not null;
        }
    }

    /// <summary>The store could not be had.</summary>
    /// <returns>Whether it was there before.</returns>
    public bool Began(string why)
    {
        lock (gate)
        {
            bool first = since is null;
            since ??= Instant.Now(tools.Time);
            (error, back) = (why, false);
            return first;
        }
    }

    /// <summary>The store took everything before a position.</summary>
    /// <returns>Whether its absence ended with this.</returns>
    public bool Took(long position)
    {
        lock (gate)
        {
            if (since is null)
                return false;
            back = true;
            if (tools.Journal.DurablePosition - position > CaughtUpBytes)
                return false;
            since = null;
            return true;
        }
    }

    /// <summary>How the store is, for the health page.</summary>
    /// <param name="appended">Everything before this position is in the store.</param>
    public (PartCondition Condition, string Detail) Describe(long appended)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        TelemetryServerStatus? server = (store as ITelemetryServer)?.Status;
        string waiting = string.Create(
            culture, $"{Math.Max(0, tools.Measures.Accepted - tools.Measures.Stored)} samples taken since the start and {Math.Max(0, tools.Journal.DurablePosition - appended)} bytes of the journal wait for it");
        lock (gate)
        {
            if (since is { } began)
            {
                return back
                    ? (PartCondition.Degraded, $"the store was away since {began} and is back; {waiting}, oldest first")
                    : (PartCondition.Failed, $"the store is away since {began}: {error}; {waiting}; they go on being acknowledged, judged and shown");
            }
        }

        if (server?.Fault is { } fault)
            return (PartCondition.Failed, $"the store is away: {fault}; {waiting}");
        string[] notes = [.. Notes(server)];
        return notes.Length > 0 ? (PartCondition.Degraded, string.Join("; ", notes)) : (PartCondition.Healthy, JournalConsumer.Following);
    }

    private static IEnumerable<string> Notes(TelemetryServerStatus? server)
    {
        if (server is null)
            yield break;
        if (server.SetAside > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{server.SetAside} samples were refused by the store's server and lie with their reasons in {server.SetAsideFile}");
        if (server.Note is { } note)
            yield return note;
    }
}
