namespace K3Monitor.Inspection.Devices.Field;

/// <summary>What a device may be called in the field, and on which topics its credential may publish. Pure.</summary>
public static class FieldRules
{
    /// <summary>The word for "recognise each message".</summary>
    public const string Auto = "auto";

    /// <summary>A device has at most so many further topic filters.</summary>
    public const int MostTopics = 20;

    /// <summary>A device has at most so many names.</summary>
    public const int MostNames = 100;

    private const int LongestName = 200;
    private const int LongestTopic = 300;

    /// <summary>Whether a text is spelt as a format's or a mapping's name is: 1 to 64 characters, no control characters.</summary>
    public static bool IsFormatName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= 64 && !text.Any(char.IsControl);
    }

    /// <summary>What is wrong with a topic filter that a credential shall be allowed; null when nothing is.</summary>
    public static string? TopicFault(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Length is 0 or > LongestTopic || filter.Any(char.IsControl))
            return "a filter has 1 to 300 characters";
        string[] levels = filter.Split('/');
        if (levels[0].Length == 0 || levels[0] is "#" or "+" || filter.StartsWith('$'))
            return "the first level must be a name: a wider filter would reach into the topics of others";
        if (levels[0] == "k3")
            return "topics below k3/ belong to the native format and its devices";
        if (levels.Where((l, i) => (l.Contains('#', StringComparison.Ordinal) && (l != "#" || i != levels.Length - 1)) || (l.Contains('+', StringComparison.Ordinal) && l != "+")).Any())
            return "# may only be the whole last level, + only a whole level";
        return null;
    }

    /// <summary>What is wrong with a name of the field; null when nothing is.</summary>
    public static string? NameFault(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= LongestName && !name.Any(char.IsControl) && !name.StartsWith('/') && !name.EndsWith('/')
            ? null
            : "a name has 1 to 200 characters and no slash at its ends";
    }

    internal static string? Stored(string? format) => format is null or Auto ? null : format;

    internal static string? Stored(IReadOnlyList<string> topics) => topics.Count == 0 ? null : string.Join('\n', topics.Distinct(StringComparer.Ordinal));
}
