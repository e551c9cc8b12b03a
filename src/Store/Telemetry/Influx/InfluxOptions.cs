namespace K3Monitor.Store.Telemetry.Influx;

/// <summary>The generations of InfluxDB, which differ in how they are written to and made ready.</summary>
public enum InfluxGeneration
{
    /// <summary>By what the server says of itself.</summary>
    Auto,

    /// <summary>1.x: <c>/write</c>, databases and retention policies, user and password.</summary>
    One,

    /// <summary>2.x: <c>/api/v2</c>, buckets of an organisation, a token; read through its 1.x-compatible <c>/query</c>.</summary>
    Two,

    /// <summary>3.x: as 2.x to write to; a database is made by the first write.</summary>
    Three,
}

/// <summary>How an InfluxDB server is reached and what is kept beside it.</summary>
public sealed record InfluxOptions
{
    /// <summary>Address of the server, such as <c>http://127.0.0.1:8086</c>; a path is kept.</summary>
    public required Uri Url { get; init; }

    /// <summary>Folder for the position, and for what the server refuses; made when absent.</summary>
    public required string Directory { get; init; }

    /// <summary>Which generation the server is.</summary>
    public InfluxGeneration Generation { get; init; }

    /// <summary>Token of 2.x and 3.x; empty for none.</summary>
    public string Token { get; init; } = "";

    /// <summary>User of 1.x; empty for a server without authentication.</summary>
    public string User { get; init; } = "";

    /// <summary>Password of that user.</summary>
    public string Password { get; init; } = "";

    /// <summary>Organisation of 2.x.</summary>
    public string Organisation { get; init; } = "";

    /// <summary>Database (1.x, 3.x) or bucket (2.x); made when it is absent and the account may.</summary>
    public string Database { get; init; } = "k3monitor";

    /// <summary>Retention policy of 1.x; empty for the database's own. Made when it is absent.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary>How many days a bucket or retention policy that is made here keeps samples; 0 for ever.</summary>
    public int RetentionDays { get; init; }

    /// <summary>How long one request may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>PEM file of an authority that is trusted for this server alone; empty for those that the system trusts.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>Where requests go in the end; null for the network. A seam for tests.</summary>
    internal HttpMessageHandler? Transport { get; init; }
}
