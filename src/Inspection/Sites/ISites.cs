using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Sites;

/// <summary>A site as a row of a list.</summary>
/// <param name="Id">Key.</param>
/// <param name="Slug">Name in MQTT topics.</param>
/// <param name="Name">Name on pages.</param>
/// <param name="CompanyName">Company.</param>
/// <param name="Province">Province code.</param>
/// <param name="ZoneId">IANA zone.</param>
/// <param name="Points">How many points.</param>
/// <param name="OpenIncidents">Incidents that are not closed.</param>
/// <param name="ActiveIncidents">Incidents whose breach lasts.</param>
public sealed record SiteRow(int Id, string Slug, string Name, string CompanyName, string Province, string ZoneId, int Points, int OpenIncidents, int ActiveIncidents);

/// <summary>A measurement point as the live page shows it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Name.</param>
/// <param name="Quantity">What is measured.</param>
/// <param name="ExpectedInterval">Time between samples as declared.</param>
/// <param name="DeviceKey">Device that is assigned now; null when none.</param>
/// <param name="LastSample">Newest sample known to the store; null when it never reported.</param>
/// <param name="Received">When that arrived.</param>
/// <param name="Limits">Limits that hold for the point today.</param>
public sealed record PointView(int Id, string Name, Quantity Quantity, TimeSpan ExpectedInterval, string? DeviceKey, Sample? LastSample, Instant? Received, IReadOnlyList<Limit> Limits);

/// <summary>An area with its points.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Name.</param>
/// <param name="Workload">Workload class, where set.</param>
/// <param name="WorkSharePercent">Share of work in an hour, where set.</param>
/// <param name="ConfinedSpace">Whether it is a confined space.</param>
/// <param name="Workers">How many people work there; null when not known.</param>
/// <param name="Shifts">Its shifts.</param>
/// <param name="Points">Its points.</param>
public sealed record AreaView(int Id, string Name, Workload? Workload, double? WorkSharePercent, bool ConfinedSpace, int? Workers, IReadOnlyList<Shift> Shifts, IReadOnlyList<PointView> Points);

/// <summary>A site with its areas and points.</summary>
/// <param name="Row">The row of the list.</param>
/// <param name="Areas">Its areas, by name.</param>
public sealed record SiteView(SiteRow Row, IReadOnlyList<AreaView> Areas);

/// <summary>A device as a row of a list.</summary>
/// <param name="Id">Key.</param>
/// <param name="SiteSlug">Site in MQTT topics.</param>
/// <param name="Key">Device in MQTT topics.</param>
/// <param name="Model">Model as the device says; null before its first description.</param>
/// <param name="Online">Its last status message; null before the first.</param>
/// <param name="LastSeen">Arrival of its last message; null before the first.</param>
/// <param name="HasCredentials">Whether it can sign in.</param>
/// <param name="Channels">Names of its channels.</param>
public sealed record DeviceRow(int Id, string SiteSlug, string Key, string? Model, bool? Online, Instant? LastSeen, bool HasCredentials, IReadOnlyList<string> Channels);

/// <summary>Reads sites, areas, points and devices within the caller's scope.</summary>
public interface ISites
{
    /// <summary>All sites in scope, by name.</summary>
    Task<IReadOnlyList<SiteRow>> ListAsync(AccessScope scope, CancellationToken cancellationToken);

    /// <summary>One site; null when there is none in scope.</summary>
    Task<SiteView?> FindAsync(AccessScope scope, int siteId, CancellationToken cancellationToken);

    /// <summary>The devices of the sites in scope, by site and key.</summary>
    Task<IReadOnlyList<DeviceRow>> DevicesAsync(AccessScope scope, CancellationToken cancellationToken);
}
