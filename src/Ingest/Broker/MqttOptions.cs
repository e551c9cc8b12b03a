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

    /// <summary>PKCS #12 file with the certificate for TLS; needed when <see cref="TlsPort"/> is not 0. Read again when it changes.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Password of that file.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>PEM file of the authorities whose certificates sign devices in over TLS; null or empty for none. Read again when it changes.</summary>
    public string? ClientAuthorityFile { get; init; }

    /// <summary>File with the SHA-256 fingerprint of one revoked device certificate a line; null or empty for none. Read again when it changes.</summary>
    public string? RevokedCertificatesFile { get; init; }

    /// <summary>Whether devices may come by WebSocket at <c>/mqtt</c> on the addresses of the pages. Default true.</summary>
    public bool WebSocket { get; init; } = true;

    /// <summary>Name under which Sparkplug nodes see this product as their primary host application; null or empty for none.</summary>
    public string? SparkplugHost { get; init; }

    /// <summary>A larger packet closes its connection; bytes. Default 262,144.</summary>
    public int MaxPacketBytes { get; init; } = 262_144;

    /// <summary>Connections at a time from one address. Default 2,000.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 2_000;

    /// <summary>MQTT connections at a time in all; those of pages and the API are counted apart. Default 10,000.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Connections at a time of one device, each with a client id of its own. Default 4.</summary>
    public int MaxConnectionsPerDevice { get; init; } = 4;

    /// <summary>Messages a second of one device; a faster one is read more slowly. 0 for no limit. Default 10,000.</summary>
    public int MaxMessagesPerSecondPerDevice { get; init; } = 10_000;

    /// <summary>A connection that has not signed in by then is closed. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
