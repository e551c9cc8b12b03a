namespace K3Monitor.Architecture.Tests;

/// <summary>Which project may know which: Measurements ← Rules ← Store ← Inspection ← {Ingest, Dashboard} ← K3Monitor.</summary>
internal static class Arrows
{
    /// <summary>For each project all projects it may know, directly or through others.</summary>
    internal static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Measurements"] = [],
        ["Rules"] = ["Measurements"],
        ["Store"] = ["Measurements", "Rules"],
        ["Inspection"] = ["Measurements", "Rules", "Store"],
        ["Ingest"] = ["Measurements", "Rules", "Store", "Inspection"],
        ["Dashboard"] = ["Measurements", "Rules", "Store", "Inspection"],
        ["K3Monitor"] = ["Measurements", "Rules", "Store", "Inspection", "Ingest", "Dashboard", "firmware-sim"],
        // It speaks MQTT like any device, and so can know nothing of the server.
        ["firmware-sim"] = ["Measurements"],
    };

    internal static IEnumerable<string> Forbidden(string project, IEnumerable<string> known)
    {
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            return [$"{project}: a project without a place in the arrows"];
        }

        return known.Except(allowed, StringComparer.Ordinal).Select(other => $"{project} → {other}");
    }
}
