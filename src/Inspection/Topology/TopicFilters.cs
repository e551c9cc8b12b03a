namespace K3Monitor.Inspection.Topology;

/// <summary>MQTT topic filters: whether one is well-formed, covers another, or shares topics with it. Pure.</summary>
public static class TopicFilters
{
    /// <summary>What is wrong with a filter (MQTT 5, section 4.7); null when nothing is.</summary>
    public static string? Fault(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Length == 0 || filter.Length > 65535 || filter.Contains('\0', StringComparison.Ordinal))
            return "a filter has 1 to 65535 characters";
        if (filter.StartsWith("$share/", StringComparison.Ordinal))
            return "the group of a shared subscription is a setting of its own";
        string[] levels = filter.Split('/');
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i].Contains('#', StringComparison.Ordinal) && (levels[i] != "#" || i != levels.Length - 1))
                return "# may only be the whole last level";
            if (levels[i].Contains('+', StringComparison.Ordinal) && levels[i] != "+")
                return "+ may only be a whole level";
        }

        return null;
    }

    /// <summary>Whether some topic matches both, so that a broker may send its messages twice.</summary>
    public static bool Overlap(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        string[] a = one.Split('/');
        string[] b = other.Split('/');
        if (IsWild(a[0]) != IsWild(b[0]) && (one.StartsWith('$') || other.StartsWith('$')))
            return false;
        for (int i = 0; ; i++)
        {
            bool endA = i == a.Length;
            bool endB = i == b.Length;
            if (endA || endB)
                return (endA && endB) || (endA ? b[i] : a[i]) == "#";
            if (a[i] == "#" || b[i] == "#")
                return true;
            if (a[i] != b[i] && a[i] != "+" && b[i] != "+")
                return false;
        }
    }

    /// <summary>The filters without those that another of them covers.</summary>
    public static IReadOnlyList<string> Widest(IReadOnlyList<string> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        string[] distinct = [.. filters.Distinct(StringComparer.Ordinal)];
        return [.. distinct.Where(f => !distinct.Any(other => other != f && Covers(other, f)))];
    }

    /// <summary>Whether every topic of the narrow filter is one of the wide one.</summary>
    public static bool Covers(string wide, string narrow)
    {
        ArgumentNullException.ThrowIfNull(wide);
        ArgumentNullException.ThrowIfNull(narrow);
        string[] w = wide.Split('/');
        string[] n = narrow.Split('/');

        if (narrow.StartsWith('$') && IsWild(w[0]))
            return false;
        for (int i = 0; ; i++)
        {
            if (i < w.Length && w[i] == "#")
                return true;
            if (i == w.Length || i == n.Length)
                return i == w.Length && i == n.Length;
            if (n[i] == "#" || (w[i] != "+" && w[i] != n[i]))
                return false;
        }
    }

    /// <summary>A wildcard in front does not match the topics of the broker itself, which begin with $ (section 4.7.2).</summary>
    private static bool IsWild(string level) => level is "#" or "+";
}
