using K3Monitor.Inspection.Topology;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Devices.Field;

/// <summary>What a device is called in the field, and on which topics its credential may publish.</summary>
/// <param name="Format">Format of its messages beside the native one; null lets each be recognised.</param>
/// <param name="TopicFilters">Topic filters that its credential may publish on beside its own topics.</param>
/// <param name="Names">Names by which messages of the field call it.</param>
public sealed record FieldArrangement(string? Format, IReadOnlyList<string> TopicFilters, IReadOnlyList<FieldName> Names)
{
    /// <summary>What is wrong with it, by part (<c>format</c>, <c>topics</c> or <c>names</c>); empty when nothing is.</summary>
    public IReadOnlyList<(string Part, string Fault)> Faults()
    {
        var faults = new List<(string, string)>();
        if (Format is not null && !FieldRules.IsFormatName(Format))
            faults.Add(("format", "must be the name of a format or of a mapping, or auto"));
        if (TopicFilters.Count > FieldRules.MostTopics)
            faults.Add(("topics", $"has at most {FieldRules.MostTopics} filters"));
        if (Names.Count > FieldRules.MostNames)
            faults.Add(("names", $"has at most {FieldRules.MostNames} names"));
        faults.AddRange(TopicFilters.Take(FieldRules.MostTopics).Select(t => (t, FieldRules.TopicFault(t))).Where(t => t.Item2 is not null).Select(t => ("topics", $"'{t.t}': {t.Item2}")));
        faults.AddRange(Names.Take(FieldRules.MostNames).Select(n => (n.Name, FieldRules.NameFault(n.Name))).Where(n => n.Item2 is not null).Select(n => ("names", $"'{n.Name}': {n.Item2}")));
        faults.AddRange(Names.Where(n => n.Source.Length > 200).Select(_ => ("names", "a source has at most 200 characters")));
        return faults;
    }
}

/// <summary>What came of arranging a device.</summary>
public enum ArrangeOutcome
{
    /// <summary>It is arranged.</summary>
    Done,

    /// <summary>There is no such device in scope.</summary>
    NotFound,

    /// <summary>The caller's role does not permit it.</summary>
    NotPermittedForRole,

    /// <summary>The reason is blank.</summary>
    ReasonMissing,

    /// <summary>Another device of the site has one of the names for the same source.</summary>
    NameTaken,

    /// <summary>A filter shares topics with that of a device of another site.</summary>
    TopicOfOtherSite,
}

/// <summary>
/// Arranges what devices are called in the field. Administrators, and safety officers within their company. Each change is a row
/// of the record.
/// </summary>
/// <remarks>Safe from any thread. A serving process takes a change up within a second or two.</remarks>
public interface IFieldDevices
{
    /// <summary>How a device is arranged; null when there is none in scope.</summary>
    Task<FieldArrangement?> FindAsync(AccessScope by, string siteSlug, string deviceKey, CancellationToken cancellationToken);

    /// <summary>Arranges a device anew.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="siteSlug">Site in topics.</param>
    /// <param name="deviceKey">Device in topics.</param>
    /// <param name="wanted">The whole arrangement.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException"><see cref="FieldArrangement.Faults"/> tells one.</exception>
    Task<ArrangeOutcome> ArrangeAsync(AccessScope by, string siteSlug, string deviceKey, FieldArrangement wanted, string reason, CancellationToken cancellationToken);
}
