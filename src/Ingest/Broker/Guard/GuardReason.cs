namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>Why the guard closed a connection.</summary>
public enum GuardReason
{
    /// <summary>The header of a packet announced more than the largest size allowed. Nothing of it was buffered beyond what had arrived.</summary>
    PacketTooLarge,

    /// <summary>The length field of a packet is longer than the four bytes MQTT allows (MQTT 5.0 section 1.5.5).</summary>
    MalformedLength,

    /// <summary>The first packet is not a CONNECT (MQTT 5.0 section 3.1): not an MQTT client, or a broken one.</summary>
    NotConnect,

    /// <summary>The peer went away inside a packet.</summary>
    EndedInsidePacket,

    /// <summary>No complete CONNECT in time.</summary>
    ConnectTimeout,

    /// <summary>Too many connections from one address.</summary>
    TooManyFromAddress,

    /// <summary>Too many different addresses at once.</summary>
    TooManyAddresses,

    /// <summary>Too many connections in all.</summary>
    TooManyConnections,
}
