namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>How the embedded telemetry store keeps its files.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>Folder of the store; made when absent.</summary>
    public required string Directory { get; init; }

    /// <summary>Memory that the query engine may use, in MiB. Default 512, at least 128.</summary>
    public int MemoryMebibytes { get; init; } = 512;

    /// <summary>Threads of the query engine. Default 2, 1–64.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>A day with more pieces than this is merged on the next flush. Default 12, at least 2.</summary>
    public int PiecesBeforeMerge { get; init; } = 12;

    /// <summary>Channels in one merged file of a day. Default 100, at least 1.</summary>
    public int ChannelsPerFile { get; init; } = 100;

    /// <summary>Called with the name of each step of a roll-up or removal before it is taken. A seam for tests, which die there.</summary>
    internal Action<string>? BeforeStep { get; init; }
}
