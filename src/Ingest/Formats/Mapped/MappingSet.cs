namespace K3Monitor.Ingest.Formats.Mapped;

/// <summary>Declared mappings in their order.</summary>
/// <remarks>Immutable, safe to share between threads.</remarks>
public sealed class MappingSet
{
    private readonly IReadOnlyList<MappedJsonFormat> formats;

    internal MappingSet(IReadOnlyList<MappedJsonFormat> formats) => this.formats = formats;

    /// <summary>No mapping.</summary>
    public static MappingSet None { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => formats.Count;

    /// <summary>The first whose topic filter fits.</summary>
    internal IMessageFormat? Find(string topic) => formats.FirstOrDefault(f => f.Fits(topic));
}
