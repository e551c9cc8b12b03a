using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational.Incidents;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>Brings an incident to what a finding says, and tells in words of the record what that changed.</summary>
internal static class IncidentAmendment
{
    /// <summary>Applies the finding.</summary>
    /// <param name="incident">The incident, with its occurrences loaded.</param>
    /// <param name="finding">What now stands.</param>
    /// <param name="mayWithdraw">Whether a finding that is not exceeded proves that there was no breach; otherwise the incident stands, and is over.</param>
    /// <param name="kinds">Kinds of the rows that the record needs, in order.</param>
    /// <returns>Whether anything changed, be it worth a row of the record or not.</returns>
    public static bool Apply(Incident incident, Finding finding, bool mayWithdraw, List<string> kinds)
    {
        // A lane that is rebuilt sends again what has long been overtaken. Late data may rest on an older sample.
        if (finding.AsOf < incident.AsOf && !finding.FoundLate)
            return false;
        bool restsOnLess = JudgedRows.RestsOnLess(incident, finding.Verdict);
        if (finding.Verdict.Outcome != VerdictOutcome.Exceeded && (restsOnLess || !mayWithdraw))
            return Cease(incident, kinds);
        if (restsOnLess)
            finding = finding with { Occurrences = WithFoundBefore(incident, finding) };
        bool changed = (!restsOnLess && JudgedRows.Put(incident, finding.Verdict)) | incident.AsOf != finding.AsOf;
        incident.AsOf = finding.AsOf;
        if (finding.FoundLate && !incident.FoundLate)
            changed = incident.FoundLate = true;
        return finding.Verdict.Outcome == VerdictOutcome.Exceeded
            ? Stand(incident, finding, kinds) | changed
            : Withdraw(incident, kinds) | changed;
    }

    /// <summary>Nobody can say that there was no breach, and it lasts no longer than it was last seen.</summary>
    private static bool Cease(Incident incident, List<string> kinds)
    {
        if (!incident.IsActive)
            return false;
        incident.IsActive = false;
        foreach (IncidentOccurrence open in incident.Occurrences.Where(o => o.End is null))
            open.End = LastSeen(incident, open);
        incident.BreachEnd ??= incident.AsOf;
        kinds.Add(RecordKinds.Ceased);
        return true;
    }

    /// <summary>What a lane finds that no longer has its whole history stands beside what was found while it was there.</summary>
    private static IReadOnlyList<Occurrence> WithFoundBefore(Incident incident, Finding finding) =>
        [.. incident.Occurrences.Where(o => finding.Occurrences.All(f => f.Start != o.Start))
            .Select(o => new Occurrence(o.Start, o.End ?? LastSeen(incident, o), o.Peak, o.PeakTime))
            .Concat(finding.Occurrences).OrderBy(o => o.Start)];

    private static Instant LastSeen(Incident incident, IncidentOccurrence occurrence) => Instant.Max(incident.AsOf, occurrence.PeakTime);

    private static bool Withdraw(Incident incident, List<string> kinds)
    {
        // What had been found stays readable: the occurrences are not removed, the incident is marked.
        if (incident.IsWithdrawn)
            return false;
        incident.IsWithdrawn = true;
        incident.IsActive = false;
        incident.BreachEnd ??= incident.AsOf;
        kinds.Add(RecordKinds.Withdrawn);
        return true;
    }

    private static bool Stand(Incident incident, Finding finding, List<string> kinds)
    {
        bool reinstated = incident.IsWithdrawn;
        bool wasActive = incident.IsActive;
        int before = incident.Occurrences.Count;
        bool changed = PutOccurrences(incident, finding);
        bool recurred = incident.Occurrences.Count > before || (finding.IsActive && !wasActive);
        incident.IsWithdrawn = false;
        incident.IsActive = finding.IsActive;
        if (reinstated)
            kinds.Add(RecordKinds.Reinstated);
        else if (recurred)
            kinds.Add(RecordKinds.Recurred);
        else if (wasActive && !finding.IsActive)
            kinds.Add(RecordKinds.Ceased);
        else if (changed && (finding.FoundLate || incident.Occurrences.Count < before))
            kinds.Add(RecordKinds.Changed);
        if (reinstated || recurred)
            incident.State = IncidentLife.After(incident.State, IncidentAct.Recur, incident.IsActive) ?? incident.State;
        return changed || reinstated || recurred || wasActive != finding.IsActive;
    }

    /// <summary>Makes the occurrences those of the finding, and what is derived from them.</summary>
    public static bool PutOccurrences(Incident incident, Finding finding)
    {
        bool changed = false;
        IncidentOccurrence[] left = [.. incident.Occurrences.Where(o => finding.Occurrences.All(f => f.Start != o.Start))];
        foreach (IncidentOccurrence gone in left)
            changed |= incident.Occurrences.Remove(gone);
        foreach (Occurrence wanted in finding.Occurrences)
            changed |= PutOccurrence(incident, wanted);
        if (finding.Occurrences.Count == 0)
            return changed;
        incident.BreachStart = finding.Occurrences[0].Start;
        incident.BreachEnd = finding.IsActive ? null : finding.Occurrences[^1].End ?? finding.AsOf;
        Verdict verdict = finding.Verdict;
        incident.Peak = Reached(verdict) is { } reached && IsAveraged(verdict) ? reached : Worst(finding);
        incident.ShareOfLimit = ShareOf(verdict.Limit, incident.Peak);
        return changed;
    }

    /// <summary>Peak over limit; for a value below a lower end the end over the value, so that a worse one is always the larger share.</summary>
    private static double? ShareOf(Limit limit, double peak) => limit switch
    {
        { LowerValue: > 0 and { } low } when peak < low => peak > 0 ? low / peak : null,
        { Value: > 0 and { } high } => peak / high,
        _ => null,
    };

    private static bool PutOccurrence(Incident incident, Occurrence wanted)
    {
        IncidentOccurrence? kept = incident.Occurrences.FirstOrDefault(o => o.Start == wanted.Start);
        if (kept is null)
        {
            incident.Occurrences.Add(new IncidentOccurrence { Start = wanted.Start, End = wanted.End, Peak = wanted.Peak, PeakTime = wanted.PeakTime });
            return true;
        }

        bool changed = kept.End != wanted.End || !kept.Peak.Equals(wanted.Peak) || kept.PeakTime != wanted.PeakTime;
        kept.End = wanted.End;
        kept.Peak = wanted.Peak;
        kept.PeakTime = wanted.PeakTime;
        return changed;
    }

    /// <summary>What was reached: where too little is covered for an estimate, what the covered part alone adds up to.</summary>
    private static double? Reached(Verdict verdict) =>
        (verdict.Reasons & VerdictReasons.KnownPartAlone) != 0 ? verdict.Exposure.Lower : verdict.Exposure.Value;

    private static bool IsAveraged(Verdict verdict) =>
        verdict.Limit.Kind is Rules.Limits.LimitKind.Dose or Rules.Limits.LimitKind.TimeWeightedAverage;

    /// <summary>The value farthest outside; below a lower end the lowest is the worst.</summary>
    private static double Worst(Finding finding)
    {
        double highest = finding.Occurrences.Max(o => o.Peak);
        double lowest = finding.Occurrences.Min(o => o.Peak);
        return finding.Verdict.Limit switch
        {
            { Value: null, LowerValue: not null } => lowest,
            { Value: { } upper, LowerValue: { } lower } => lower - lowest > highest - upper ? lowest : highest,
            _ => highest,
        };
    }
}
