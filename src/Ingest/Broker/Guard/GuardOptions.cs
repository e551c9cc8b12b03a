namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>What a connection may cost before it is closed. Checked once, when the guard is made.</summary>
public sealed record GuardOptions
{
    /// <summary>Largest MQTT packet accepted, header included, in bytes. 128 bytes to 16 MiB; 256 KiB unless set.</summary>
    public int MaxPacketBytes { get; init; } = 256 * 1024;

    /// <summary>How long a connection may take until its CONNECT packet is complete. 100 ms to 5 min; 10 s unless set.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Open connections accepted in all, whatever their address. 1 to 1,000,000; 10,000 unless set.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>
    /// Open connections accepted from one address. 1 to 1,000,000; 512 unless set. A whole IPv6 /64 counts as one address, because that is
    /// what one customer is given.
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; } = 512;

    /// <summary>Addresses remembered at once (those with an open connection). A connection from a further address is closed. 1 to 1,000,000; 20,000 unless set.</summary>
    public int MaxAddresses { get; init; } = 20_000;

    /// <summary>Whether the connections of this machine itself go uncounted: reverse proxies and simulators stand there for many devices. True unless set.</summary>
    public bool ExemptLoopback { get; init; } = true;

    internal void Check()
    {
        Within(MaxPacketBytes, 128, 16 << 20, nameof(MaxPacketBytes));
        Within(ConnectTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), nameof(ConnectTimeout));
        Within(MaxConnections, 1, 1_000_000, nameof(MaxConnections));
        Within(MaxConnectionsPerAddress, 1, 1_000_000, nameof(MaxConnectionsPerAddress));
        Within(MaxAddresses, 1, 1_000_000, nameof(MaxAddresses));
    }

    private static void Within<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
