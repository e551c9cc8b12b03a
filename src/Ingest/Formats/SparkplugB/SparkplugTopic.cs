namespace K3Monitor.Ingest.Formats.SparkplugB;

/// <summary>A topic <c>spBv1.0/{group}/{type}/{node}[/{device}]</c>.</summary>
internal sealed record SparkplugTopic(string Group, string Type, string Node, string? Device)
{
    private static readonly HashSet<string> NodeTypes = new(StringComparer.Ordinal) { "NBIRTH", "NDATA", "NDEATH", "NCMD" };
    private static readonly HashSet<string> DeviceTypes = new(StringComparer.Ordinal) { "DBIRTH", "DDATA", "DDEATH", "DCMD" };

    /// <summary>The node, with the device when there is one.</summary>
    public string Name => Device is null ? Node : $"{Node}/{Device}";

    /// <summary>The node within its group.</summary>
    public string Key => $"{Group}/{Node}";

    /// <summary>Where a rebirth is asked for.</summary>
    public string Command => $"spBv1.0/{Group}/NCMD/{Node}";

    public static SparkplugTopic? Read(IReadOnlyList<string> levels)
    {
        if (levels.Count is < 4 or > 5 || levels[0] != "spBv1.0")
            return null;
        bool node = levels.Count == 4 && NodeTypes.Contains(levels[2]);
        bool device = levels.Count == 5 && DeviceTypes.Contains(levels[2]);
        return node || device ? new SparkplugTopic(levels[1], levels[2], levels[3], device ? levels[4] : null) : null;
    }

    /// <summary>State of a host application, which is no measurement.</summary>
    public static bool IsHostState(IReadOnlyList<string> levels) =>
        (levels.Count == 3 && levels[0] == "spBv1.0" && levels[1] == "STATE") || (levels.Count == 2 && levels[0] == "STATE");
}
