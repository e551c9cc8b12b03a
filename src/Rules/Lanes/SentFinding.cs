using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>What was last given out about one breach, as far as it is needed to see whether anything changed.</summary>
internal sealed class SentFinding(FindingKey key)
{
    private int count;
    private bool active;
    private Instant first;
    private Instant latestStart;
    private Instant? latestEnd;
    private double peak;
    private Instant asOf;
    private Finding? concluding;

    public FindingKey Key { get; } = key;

    /// <summary>Whether it stands: it was sent as exceeded and not withdrawn since.</summary>
    public bool Stands { get; private set; }

    /// <summary>Whether a stretch began that was not sent.</summary>
    public bool Begins(in OccurrenceLog log) => log.Any && (!Stands || log.Count > count || (log.IsOpen && !active));

    /// <summary>Whether a stretch began, ended, moved or went, or its worst value is another and the last word is old enough.</summary>
    public bool Differs(in OccurrenceLog log, Instant now, TimeSpan refresh)
    {
        if (log.Any != Stands)
            return true;
        if (!Stands)
            return false;
        Occurrence latest = log.Latest;
        if (log.Count != count || log.IsOpen != active || latest.Start != latestStart || latest.End != latestEnd || First(log) != first)
            return true;

        // Below a lower end the worst value falls, so that another one is news in either direction.
        return !latest.Peak.Equals(peak) && now - asOf >= refresh;
    }

    /// <summary>Whether a period's last word is another than the last one that was sent.</summary>
    public bool DiffersAtEnd(Verdict verdict, in OccurrenceLog log) =>
        log.Any != Stands
        || (Stands && !(concluding is { } said && verdict.Equals(said.Verdict) && log.ToList().SequenceEqual(said.Occurrences)));

    /// <summary>Remembers what is being sent.</summary>
    public void Remember(Finding finding, in OccurrenceLog log, bool isLast)
    {
        Stands = log.Any;
        concluding = isLast ? finding : null;
        asOf = finding.AsOf;
        count = log.Count;
        active = log.IsOpen;
        if (!log.Any)
            return;
        Occurrence latest = log.Latest;
        (latestStart, latestEnd, peak, first) = (latest.Start, latest.End, latest.Peak, finding.Occurrences[0].Start);
    }

    private static Instant First(in OccurrenceLog log) => log.First.Start;
}
