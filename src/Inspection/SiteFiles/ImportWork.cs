using K3Monitor.Measurements;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>What one import has done so far.</summary>
internal sealed class ImportWork(Instant now)
{
    public Instant Now { get; } = now;

    public List<string> Changes { get; } = [];

    public List<DeviceCredential> Credentials { get; } = [];

    public void Added(string kind, string name) => Changes.Add($"{kind} {name}: added");

    /// <summary>The wanted value; noted when it differs from what is.</summary>
    public T Changed<T>(string what, T now, T wanted)
    {
        if (!EqualityComparer<T>.Default.Equals(now, wanted))
            Changes.Add(FormattableString.Invariant($"{what}: {Shown(now)} → {Shown(wanted)}"));
        return wanted;
    }

    /// <summary>The wanted value where the file gives one; else what is.</summary>
    public T? ChangedIfGiven<T>(string what, T? now, T? wanted) => wanted is null ? now : Changed(what, now, wanted);

    private static object Shown<T>(T value) => value is null ? "none" : value;
}
