using System.Linq.Expressions;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Places;

namespace K3Monitor.Store.Access;

/// <summary>
/// The one place where a query is narrowed to what its caller may see. An inspector sees his provinces, a safety
/// officer his company, administrators and auditors everything; a scope without provinces or company sees nothing.
/// </summary>
public static class Scoping
{
    /// <summary>The sites in scope.</summary>
    public static IQueryable<Site> Within(this IQueryable<Site> sites, AccessScope scope) =>
        sites.Where(For<Site>(scope, (provinces, company) => s => provinces.Contains(s.Province) || s.CompanyId == company));

    /// <summary>The devices of sites in scope.</summary>
    public static IQueryable<Device> Within(this IQueryable<Device> devices, AccessScope scope) =>
        devices.Where(For<Device>(scope, (provinces, company) => d => provinces.Contains(d.Site.Province) || d.Site.CompanyId == company));

    /// <summary>The points of sites in scope.</summary>
    public static IQueryable<MeasurementPoint> Within(this IQueryable<MeasurementPoint> points, AccessScope scope) =>
        points.Where(For<MeasurementPoint>(
            scope, (provinces, company) => p => provinces.Contains(p.Area.Site.Province) || p.Area.Site.CompanyId == company));

    /// <summary>The incidents of sites in scope.</summary>
    public static IQueryable<Incident> Within(this IQueryable<Incident> incidents, AccessScope scope) =>
        incidents.Where(For<Incident>(scope, (provinces, company) => i => provinces.Contains(i.Province) || i.CompanyId == company));

    /// <summary>The quarantined messages of sites in scope; one that names no known site is in the scope of those only who see all.</summary>
    public static IQueryable<QuarantineEntry> Within(this IQueryable<QuarantineEntry> entries, AccessScope scope, K3Context context)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(context);
        if (scope.SeesAll)
            return entries;
        IQueryable<string> slugs = context.Sites.Within(scope).Select(s => s.Slug);
        return entries.Where(e => slugs.Contains(e.SiteSlug!));
    }

    private static Expression<Func<T, bool>> For<T>(AccessScope scope, Func<string[], int?, Expression<Func<T, bool>>> rule)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.Role switch
        {
            Role.Administrator or Role.Auditor => _ => true,
            Role.Inspector => rule([.. scope.Provinces], null),
            Role.SafetyOfficer => rule([], scope.CompanyId),
            _ => _ => false,
        };
    }
}
