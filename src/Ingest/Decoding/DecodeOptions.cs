using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.Ingest.Decoding;

/// <summary>What is known of a message's source besides the message. One object for the messages of one source, in their order.</summary>
/// <remarks>Safe from any thread.</remarks>
public sealed class DecodeOptions
{
    /// <summary>Name of the declared format, one of <see cref="FormatCatalogue.Names"/> or of <see cref="Mappings"/>; null lets the message be recognised.</summary>
    public string? Format { get; init; }

    /// <summary>Zone of times that name none; null when nobody has said.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Declared mappings; the first whose topic filter fits reads the message.</summary>
    public MappingSet Mappings { get; init; } = MappingSet.None;

    /// <summary>Our devices, for messages that call them by names of the field; null shows values as they came.</summary>
    public TopologySnapshot? Topology { get; init; }

    /// <summary>Where the message is taken to come in: an external broker's name, or <c>site/device</c> of a credential; empty for nowhere in particular.</summary>
    public string Source { get; init; } = "";

    /// <summary>What earlier messages told.</summary>
    internal FormatMemory Memory { get; init; } = new();

    /// <summary>The same with another format, unless it is null, and another memory.</summary>
    internal DecodeOptions With(string? format, FormatMemory memory) => new() { Format = format ?? Format, Zone = Zone, Mappings = Mappings, Memory = memory };

    /// <summary>The declared format of a topic; null lets the message be recognised.</summary>
    internal IMessageFormat? Declared(string topic) =>
        Format is { } name && Mappings.Named(name) is { } mapping ? mapping : Mappings.Find(topic) ?? (Format is { } known ? FormatCatalogue.Find(known) : null);
}
