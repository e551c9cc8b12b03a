using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Claims;

/// <summary>A name of the field that no device of ours has.</summary>
/// <param name="Source">Where its messages come in: an external broker's name, or <c>site/device</c> of a credential.</param>
/// <param name="External">The name.</param>
/// <param name="SiteSlug">Site to which the source is bound; null for none.</param>
/// <param name="Format">Format that read its last message; null when that is not known.</param>
/// <param name="Messages">How many of its messages are kept.</param>
/// <param name="First">Arrival of the oldest one that is kept.</param>
/// <param name="Last">Arrival of the newest one.</param>
public sealed record UnclaimedDevice(string Source, string External, string? SiteSlug, string? Format, int Messages, Instant First, Instant Last);

/// <summary>A channel of a claim.</summary>
/// <param name="External">Name of it in messages: below the claimed name, levels separated by a slash.</param>
/// <param name="Name">Our name of it; null for the same.</param>
/// <param name="Quantity">What it measures.</param>
/// <param name="Unit">Unit, where messages come with none; null when they say it themselves.</param>
/// <param name="PointId">The point that it measures for; null for none.</param>
public sealed record ClaimedChannel(string External, string? Name, Quantity Quantity, Unit? Unit, int? PointId);

/// <summary>A claim: whom a name of the field means, and what its channels are.</summary>
/// <param name="Source">Where the name holds; empty for everywhere.</param>
/// <param name="External">The name; everything below it is meant too.</param>
/// <param name="SiteSlug">Site of the device.</param>
/// <param name="DeviceKey">The device; made when it is not there.</param>
/// <param name="Channels">Its channels, 1 to 256.</param>
/// <param name="From">First instant from which its values belong to the points; null for all of its past, where the points have none.</param>
public sealed record Claim(string Source, string External, string SiteSlug, string DeviceKey, IReadOnlyList<ClaimedChannel> Channels, Instant? From);

/// <summary>What came of a claim.</summary>
public enum ClaimOutcome
{
    /// <summary>It holds.</summary>
    Done,

    /// <summary>There is no such site in scope.</summary>
    NotFound,

    /// <summary>The caller's role does not permit it.</summary>
    NotPermittedForRole,

    /// <summary>The reason is blank.</summary>
    ReasonMissing,

    /// <summary>Something of it is wrong or stands against what is there.</summary>
    Refused,
}

/// <summary>The answer to a claim.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Fault">What is wrong, in English, when it was refused.</param>
/// <param name="Replayed">What became of the messages that had waited; null when this process cannot take messages.</param>
public sealed record ClaimAnswer(ClaimOutcome Outcome, string? Fault = null, ReplayDone? Replayed = null);

/// <summary>
/// Names of the field that nobody has claimed, as the quarantine keeps their last messages, and claiming them. Administrators, and
/// safety officers for what comes in at their company's sites. Each claim is a row of the record.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
public interface IUnclaimed
{
    /// <summary>The names in scope, the one heard last first; at most 500.</summary>
    Task<IReadOnlyList<UnclaimedDevice>> ListAsync(AccessScope scope, CancellationToken cancellationToken);

    /// <summary>The last messages of a name, in their order, at most 200; empty when there is none in scope.</summary>
    Task<IReadOnlyList<QuarantineRow>> MessagesAsync(AccessScope scope, string source, string external, int most, CancellationToken cancellationToken);

    /// <summary>Claims a name, and takes the messages that had waited for it.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="reason">Why; must not be blank.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ClaimAnswer> ClaimAsync(AccessScope by, Claim claim, string reason, CancellationToken cancellationToken);
}
