using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Retention.Holding;

/// <summary>A hold that a person put.</summary>
/// <param name="Id">Its number.</param>
/// <param name="PointId">The point whose samples are held.</param>
/// <param name="Site">Slug of the site.</param>
/// <param name="Point">Slug of area and point.</param>
/// <param name="Range">What is held; days that it meets are held whole.</param>
/// <param name="Reason">Why.</param>
/// <param name="Placed">When it was put.</param>
/// <param name="PlacedBy">Who put it.</param>
/// <param name="Lifted">When it was lifted; null while it stands.</param>
/// <param name="LiftedBy">Who lifted it; null while it stands.</param>
public sealed record HoldRow(
    int Id, int PointId, string Site, string Point, TimeRange Range, string Reason, Instant Placed, string PlacedBy, Instant? Lifted, string? LiftedBy);

/// <summary>What came of putting a hold.</summary>
/// <param name="Outcome">Whether it was put.</param>
/// <param name="Id">Its number when it was.</param>
public readonly record struct HoldPlaced(ActOutcome Outcome, int? Id = null);

/// <summary>
/// Holds samples against retention, and lets them go, each act with a reason in the record. Inspectors and administrators may; whoever
/// is supervised does not decide which evidence is kept.
/// </summary>
/// <remarks>Safe from any thread. A hold stands when the call returns: a removal that runs looks at the holds again before each day.</remarks>
public interface ILegalHolds
{
    /// <summary>The holds of points in the caller's scope, newest first; at most 500.</summary>
    Task<IReadOnlyList<HoldRow>> ListAsync(AccessScope scope, CancellationToken cancellationToken);

    /// <summary>Holds the samples of a point in a window, which must not be empty, with a reason, which must not be blank.</summary>
    Task<HoldPlaced> PlaceAsync(AccessScope scope, int pointId, TimeRange range, string reason, CancellationToken cancellationToken);

    /// <summary>Lifts a hold, with a reason, which must not be blank.</summary>
    Task<ActOutcome> LiftAsync(AccessScope scope, int id, string reason, CancellationToken cancellationToken);

    /// <summary>Lets the samples of a closed incident go, with a reason, which must not be blank.</summary>
    Task<ActOutcome> ReleaseAsync(AccessScope scope, int incidentId, string reason, CancellationToken cancellationToken);
}
