using K3Monitor.Ingest.Formats.Native;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>The versions of MQTT that a subscription speaks.</summary>
public enum SourceProtocol
{
    /// <summary>MQTT 5: the broker keeps to our bound of unacknowledged messages.</summary>
    Mqtt5,

    /// <summary>MQTT 3.1.1, for brokers that know no other.</summary>
    Mqtt311,
}

/// <summary>One external broker and what is subscribed there. Ranges are enforced where settings are read.</summary>
/// <remarks>Not a record, so that nothing prints the password by accident.</remarks>
public sealed class SourceOptions
{
    /// <summary>Name on the health page, in figures and in the log; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Host name or address of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>MQTT topic filters, none of them overlapping another.</summary>
    public required IReadOnlyList<string> Filters { get; init; }

    /// <summary>Group of a shared subscription, in which the broker gives each message to one member; null for none.</summary>
    public string? ShareGroup { get; init; }

    /// <summary>The client id, which names the session that the broker keeps for us; no two processes may use the same.</summary>
    public required string ClientId { get; init; }

    /// <summary>User name; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Password; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>PEM file of the authorities that may have signed the broker's certificate; null for those of the system.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>PKCS #12 file with our own certificate; null for none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Password of that file.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Version of MQTT. Default 5.</summary>
    public SourceProtocol Protocol { get; init; }

    /// <summary>0: at most once, what is under way when a connection breaks is lost. 1: at least once, the default.</summary>
    public int Qos { get; init; } = 1;

    /// <summary>So many messages may be received and not yet acknowledged, 1 to 65,534. Default 1,000.</summary>
    public int InFlight { get; init; } = 1000;

    /// <summary>A connection that gives no sign for so long is taken for dead. Default 60 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the broker keeps our session and what arrives for it while we are away. Default 7 days.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(7);

    /// <summary>No message for so long is shown, and the connection is made anew. Default 15 min; zero for never.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Format of messages that are not native: <see cref="NativeFormat.Name"/> takes native ones only; null recognises each.</summary>
    public string? Format { get; init; }

    /// <summary>Zone of times that name none; null when nobody has said.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Slug of the site to which all its devices belong; null for any.</summary>
    public string? Site { get; init; }

    /// <summary>Name under which Sparkplug nodes see this product as their primary host application; null for none.</summary>
    public string? SparkplugHost { get; init; }

    /// <summary>Name of the part on the health page.</summary>
    internal string Part => $"broker {Name}";
}
