using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents;

/// <summary>Narrows incidents to what a filter asks for.</summary>
internal static class IncidentSelection
{
    private const string Escape = "\\";

    public static IQueryable<Incident> Matching(IQueryable<Incident> rows, IncidentFilter filter)
    {
        if (filter.State is { } state)
            rows = rows.Where(i => i.State == state);
        if (filter.Active is { } active)
            rows = rows.Where(i => i.IsActive == active);
        if (filter.Severity is { } severity)
            rows = rows.Where(i => i.Severity == severity);
        if (filter.Kind is { } kind)
            rows = rows.Where(i => i.Kind == kind);
        if (filter.QuantityId is { } quantity)
            rows = rows.Where(i => i.QuantityId == quantity);
        if (filter.SiteId is { } site)
            rows = rows.Where(i => i.SiteId == site);
        if (filter.Province is { } province)
            rows = rows.Where(i => i.Province == province);
        if (filter.From is { } from)
            rows = rows.Where(i => i.BreachStart >= from);
        if (filter.To is { } to)
            rows = rows.Where(i => i.BreachStart < to);
        if (filter.Verified is { } verified)
            rows = rows.Where(i => i.LimitVerified == verified);
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            string pattern = "%" + Literal(filter.Text.Trim().ToLowerInvariant()) + "%";
            rows = rows.Where(i => EF.Functions.Like(i.SearchText, pattern, Escape));
        }

        return rows;
    }

    /// <summary>A per cent sign that a person types means a per cent sign.</summary>
    private static string Literal(string text) => text
        .Replace(Escape, Escape + Escape, StringComparison.Ordinal)
        .Replace("%", Escape + "%", StringComparison.Ordinal)
        .Replace("_", Escape + "_", StringComparison.Ordinal);
}
