namespace K3Monitor.Dashboard.Security;

/// <summary>Where to go after signing in: only ever a page of this site.</summary>
internal static class ReturnUrl
{
    public const string Home = "/incidents";

    /// <summary>
    /// The given path when it is local; otherwise the home page. <c>//host</c>, <c>/\host</c>, schemes and control
    /// characters are other sites to some browser.
    /// </summary>
    public static string Safe(string? given)
    {
        if (string.IsNullOrEmpty(given) || given[0] != '/' || given.Any(char.IsControl))
            return Home;
        return given.Length > 1 && given[1] is '/' or '\\' ? Home : given;
    }
}
