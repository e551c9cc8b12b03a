namespace K3Monitor.Dashboard;

/// <summary>How the pages and the API are set up. Given once at the start; never changed after.</summary>
public sealed record DashboardOptions
{
    /// <summary>Folder under which the keys that protect cookies are kept (<c>keys/</c>); they must outlive a restart.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// Said in a banner on every page when the plant's clock is not the wall clock, for example <c>60×</c>;
    /// null for none.
    /// </summary>
    public string? ClockNote { get; init; }

    /// <summary>How fast the plant's clock runs against the wall clock, above 0. Default 1.</summary>
    public double ClockSpeed { get; init; } = 1;

    /// <summary>IANA zone in which the days of a filter are meant while no single site is chosen. Default Asia/Jakarta.</summary>
    public string DefaultZoneId { get; init; } = "Asia/Jakarta";

    /// <summary>Sign-in attempts a minute from one address, 1–10,000. Default 10.</summary>
    public int SignInAttemptsPerMinute { get; init; } = 10;

    /// <summary>API calls a minute of one user (of one address while not signed in), 1–1,000,000. Default 600.</summary>
    public int ApiCallsPerMinute { get; init; } = 600;

    /// <summary>Time between heartbeats of a live stream. Default 15 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The wall clock, for cookies, heartbeats and pacing; not the plant's clock.</summary>
    public required TimeProvider WallClock { get; init; }

    /// <summary>
    /// Path of the static-assets manifest; null for the one of the running application. Only a host whose
    /// application name is not its assembly's name needs it.
    /// </summary>
    public string? StaticAssetsManifest { get; init; }
}
