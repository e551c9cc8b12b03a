namespace K3Monitor.Ingest.Doors;

/// <summary>How devices may write over HTTP. Ranges are enforced where settings are read.</summary>
public sealed record DoorOptions
{
    /// <summary>Whether the doors are there at all. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A larger body, packed or unpacked, is refused with 413; bytes. Default 4 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>Requests at a time; a further one is told to come again. Default 64.</summary>
    public int MaxAtOnce { get; init; } = 64;
}
