namespace K3Monitor.Architecture.Tests.Reading;

/// <summary>Which project may know which: the one table that both the project files and the assemblies are held to.</summary>
internal static class Arrows
{
    // K3Monitor knows firmware-sim because the demo plays its plants; firmware-sim itself is a device, and a device
    // knows nothing of the monitor but the words.
    private static readonly Dictionary<string, string[]> Direct = new(StringComparer.Ordinal)
    {
        ["Measurements"] = [],
        ["Rules"] = ["Measurements"],
        ["Store"] = ["Rules"],
        ["Inspection"] = ["Store"],
        ["Ingest"] = ["Inspection"],
        ["Dashboard"] = ["Inspection"],
        ["firmware-sim"] = ["Measurements"],
        ["K3Monitor"] = ["Ingest", "Dashboard", "firmware-sim"],
    };

    public static IReadOnlyCollection<string> Projects => Direct.Keys;

    /// <summary>All that a project may know: what it points at, and what those point at.</summary>
    public static IReadOnlySet<string> Allowed(string project)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        Queue<string> open = new(Direct[project]);
        while (open.TryDequeue(out var next))
        {
            if (known.Add(next))
            {
                foreach (var further in Direct[next])
                {
                    open.Enqueue(further);
                }
            }
        }

        return known;
    }

    /// <summary>The file name of a project's assembly, without its ending.</summary>
    public static string AssemblyOf(string project) => project switch
    {
        "K3Monitor" => "k3monitor",
        "firmware-sim" => "firmware-sim",
        _ => "K3Monitor." + project,
    };

    public static string? ProjectOf(string assembly) =>
        Projects.SingleOrDefault(project => string.Equals(AssemblyOf(project), assembly, StringComparison.OrdinalIgnoreCase));
}
