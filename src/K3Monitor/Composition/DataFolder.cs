namespace K3Monitor.App.Composition;

/// <summary>What lies where in the data folder.</summary>
/// <param name="Root">The folder, absolute.</param>
internal sealed record DataFolder(string Root)
{
    /// <summary>The journal; nothing else lies there.</summary>
    public string Journal => Path.Combine(Root, "journal");

    /// <summary>The embedded telemetry store.</summary>
    public string Telemetry => Path.Combine(Root, "telemetry");

    /// <summary>What is kept beside an InfluxDB server: the position, and what it refused.</summary>
    public string Influx => Path.Combine(Root, "influx");

    /// <summary>Opens a data folder and makes it, for its owner alone, when it is absent: it holds password hashes and session keys.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static DataFolder Open(string path)
    {
        string root = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(root);
        else if (!Directory.Exists(root))
            Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new DataFolder(root);
    }
}
