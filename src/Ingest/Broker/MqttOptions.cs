namespace K3Monitor.Ingest.Broker;

/// <summary>How the embedded broker listens. Ranges are enforced where settings are read.</summary>
public sealed record MqttOptions
{
    /// <summary>Address to listen on; default loopback.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port for plain MQTT; 0 for none. Default 1883.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Port for MQTT over TLS; 0 for none. Default 0.</summary>
    public int TlsPort { get; init; }

    /// <summary>PKCS #12 file with the certificate for TLS; needed when <see cref="TlsPort"/> is not 0.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Password of that file.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>A larger packet closes its connection; bytes. Default 262,144.</summary>
    public int MaxPacketBytes { get; init; } = 262_144;

    /// <summary>Connections at a time from one address. Default 2,000.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 2_000;

    /// <summary>Connections at a time in all. Default 10,000.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>A connection that has not signed in by then is closed. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
