using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Doors;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;

namespace K3Monitor.Ingest.Hosting;

/// <summary>All that ingest is told from outside.</summary>
public sealed record IngestOptions
{
    /// <summary>The embedded broker.</summary>
    public MqttOptions Mqtt { get; init; } = new();

    /// <summary>The doors for devices that write over HTTP.</summary>
    public DoorOptions Doors { get; init; } = new();

    /// <summary>Declared mappings of JSON messages, for every source.</summary>
    public MappingSet Mappings { get; init; } = MappingSet.None;

    /// <summary>Folder of the journal; nothing else lies in it.</summary>
    public required string JournalDirectory { get; init; }

    /// <summary>Sizes and times of the journal.</summary>
    public JournalOptions Journal { get; init; } = new();

    /// <summary>When fresh samples are written into files.</summary>
    public FlushPolicy Flush { get; init; } = FlushPolicy.Default;

    /// <summary>Rule packs and the treatment of time.</summary>
    public required LaneRules Rules { get; init; }
}
