using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Devices;

/// <summary>A device with the state of its credentials.</summary>
/// <param name="Row">The row of the list.</param>
/// <param name="SiteId">Key of its site.</param>
/// <param name="SiteName">Name of its site on pages.</param>
/// <param name="ZoneId">IANA zone of its site.</param>
/// <param name="Serial">Serial number as it says; null before its first description.</param>
/// <param name="Firmware">Firmware version as it says.</param>
/// <param name="PasswordMade">When its password was made; null while it has none.</param>
/// <param name="FormerGoodUntil">Until when the password before it is still good; null when it is not.</param>
/// <param name="Revoked">When it was shut out; null while it may sign in.</param>
/// <param name="MayChange">Whether the caller may rotate and revoke.</param>
public sealed record DeviceDetail(
    DeviceRow Row, int SiteId, string SiteName, string ZoneId, string? Serial, string? Firmware, Instant? PasswordMade, Instant? FormerGoodUntil, Instant? Revoked, bool MayChange)
{
    /// <summary>Name with which it signs in at the broker: <c>site/device</c>.</summary>
    public string UserName => Row.SiteSlug + "/" + Row.Key;
}

/// <summary>What came of an act on a device's credentials.</summary>
/// <param name="Outcome">Whether it was done, or why not.</param>
/// <param name="Credential">The new password after a rotation; null otherwise.</param>
/// <param name="FormerGoodUntil">Until when the former password stays good; null when it ended at once.</param>
public sealed record DeviceAct(ActOutcome Outcome, DeviceCredential? Credential = null, Instant? FormerGoodUntil = null);
