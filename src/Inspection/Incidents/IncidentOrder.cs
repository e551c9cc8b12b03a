using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Incidents;

namespace K3Monitor.Inspection.Incidents;

/// <summary>
/// The orders of the list. Each ends in start and key, so that no two rows are equal and a page begins exactly behind
/// the one before, however many rows came meanwhile.
/// </summary>
internal static class IncidentOrder
{
    public static IQueryable<Incident> Sorted(IQueryable<Incident> rows, IncidentSort sort, bool descending) => sort switch
    {
        IncidentSort.Severity => By(rows, i => i.SeverityRank, descending),
        IncidentSort.Site => By(rows, i => i.SiteName, descending),
        IncidentSort.State => By(rows, i => i.StateRank, descending),
        IncidentSort.ShareOfLimit => By(rows, i => i.ShareRank, descending),
        IncidentSort.BreachStart => descending
            ? rows.OrderByDescending(i => i.BreachStart).ThenByDescending(i => i.Id)
            : rows.OrderBy(i => i.BreachStart).ThenBy(i => i.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "not an order of incidents"),
    };

    /// <summary>The rows behind a cursor.</summary>
    [SuppressMessage("Globalization", "CA1309:Use ordinal string comparison", Justification = "Runs as SQL, which compares by the column's ordinal collation; the ordinal overloads have no translation.")]
    public static IQueryable<Incident> Behind(IQueryable<Incident> rows, IncidentCursor cursor)
    {
        var start = new Instant(cursor.Start);
        int id = cursor.Id;
        int rank = double.IsInteger(cursor.Number) && Math.Abs(cursor.Number) < int.MaxValue ? (int)cursor.Number : 0;
        double share = cursor.Number;
        string name = cursor.Text ?? "";
        return (cursor.Sort, cursor.Descending) switch
        {
            (IncidentSort.Severity, false) => rows.Where(i => i.SeverityRank >= rank && (i.SeverityRank > rank || i.BreachStart > start || (i.BreachStart == start && i.Id > id))),
            (IncidentSort.Severity, true) => rows.Where(i => i.SeverityRank <= rank && (i.SeverityRank < rank || i.BreachStart < start || (i.BreachStart == start && i.Id < id))),
            (IncidentSort.State, false) => rows.Where(i => i.StateRank >= rank && (i.StateRank > rank || i.BreachStart > start || (i.BreachStart == start && i.Id > id))),
            (IncidentSort.State, true) => rows.Where(i => i.StateRank <= rank && (i.StateRank < rank || i.BreachStart < start || (i.BreachStart == start && i.Id < id))),
            (IncidentSort.ShareOfLimit, false) => rows.Where(i => i.ShareRank >= share && (i.ShareRank > share || i.BreachStart > start || (i.BreachStart == start && i.Id > id))),
            (IncidentSort.ShareOfLimit, true) => rows.Where(i => i.ShareRank <= share && (i.ShareRank < share || i.BreachStart < start || (i.BreachStart == start && i.Id < id))),
            (IncidentSort.Site, false) => rows.Where(i => string.Compare(i.SiteName, name) >= 0
                && (string.Compare(i.SiteName, name) > 0 || i.BreachStart > start || (i.BreachStart == start && i.Id > id))),
            (IncidentSort.Site, true) => rows.Where(i => string.Compare(i.SiteName, name) <= 0
                && (string.Compare(i.SiteName, name) < 0 || i.BreachStart < start || (i.BreachStart == start && i.Id < id))),
            (_, false) => rows.Where(i => i.BreachStart >= start && (i.BreachStart > start || i.Id > id)),
            (_, true) => rows.Where(i => i.BreachStart <= start && (i.BreachStart < start || i.Id < id)),
        };
    }

    /// <summary>The cursor behind a row.</summary>
    public static IncidentCursor CursorOf(Incident row, IncidentSort sort, bool descending) => new(
        sort,
        descending,
        sort == IncidentSort.Site ? row.SiteName : null,
        sort switch
        {
            IncidentSort.Severity => row.SeverityRank,
            IncidentSort.State => row.StateRank,
            IncidentSort.ShareOfLimit => row.ShareRank,
            _ => 0,
        },
        row.BreachStart.UnixMicroseconds,
        row.Id);

    private static IQueryable<Incident> By<T>(IQueryable<Incident> rows, Expression<Func<Incident, T>> key, bool descending) => descending
        ? rows.OrderByDescending(key).ThenByDescending(i => i.BreachStart).ThenByDescending(i => i.Id)
        : rows.OrderBy(key).ThenBy(i => i.BreachStart).ThenBy(i => i.Id);
}
