using System.Globalization;

namespace K3Monitor.Ingest.Lanes;

/// <summary>Words for what the rules cannot say at present.</summary>
internal static class RulesHealth
{
    /// <summary>What is missing; <see cref="JournalConsumer.Following"/> when nothing is.</summary>
    public static string Describe(LaneSet lanes, PendingPeriods pending, bool storeIsBehind)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int outdated = lanes.Outdated;
        var says = new List<string>();
        if (outdated > 0)
            says.Add(string.Create(culture, $"{outdated} points are judged without what is known of an outage of our own: a breach is told, silence and verdicts of ended periods are not, for about a minute or until the store is back"));
        int waiting = says.Count;
        if (lanes.Blind - outdated is > 0 and var blind)
            says.Add(string.Create(culture, $"{blind} points are judged without what the store holds of them: a breach is told as far as the journal shows it, silence and verdicts of ended periods are not"));
        if (pending.Count is > 0 and var periods && storeIsBehind)
            says.Add(string.Create(culture, $"{periods} periods wait to be judged again from the store"));
        if (says.Count > waiting)
            says.Add("made up for when the store is back");
        if (pending.LeftOut is > 0 and var left)
            says.Add(string.Create(culture, $"{left} periods that came late are not judged again, because {PendingPeriods.Most} newer ones waited"));
        return says.Count > 0 ? string.Join("; ", says) : JournalConsumer.Following;
    }
}
