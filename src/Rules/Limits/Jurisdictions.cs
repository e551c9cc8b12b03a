namespace K3Monitor.Rules.Limits;

/// <summary>Whose law holds at a site that does not say so itself.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class Jurisdictions
{
    /// <summary>Indonesia.</summary>
    public const string Indonesia = "ID";

    /// <summary>Singapore.</summary>
    public const string Singapore = "SG";

    /// <summary>
    /// The country of the province (ISO 3166-2, <c>ID-KR</c>) where that is Singapore, or else of the zone; Indonesia for
    /// every other.
    /// </summary>
    /// <param name="zoneId">IANA zone of the site.</param>
    /// <param name="province">ISO 3166-2 code of the site's province; null where there is none.</param>
    public static string Default(string zoneId, string? province = null)
    {
        ArgumentNullException.ThrowIfNull(zoneId);
        if (province is { Length: >= 2 })
            return province.StartsWith(Singapore, StringComparison.Ordinal) ? Singapore : Indonesia;
        return zoneId is "Asia/Singapore" or "Singapore" ? Singapore : Indonesia;
    }
}
