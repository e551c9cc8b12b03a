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

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => formats.Select(f => f.Name);

    /// <summary>The mappings of this set and of another, these first.</summary>
    public MappingSet With(MappingSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new MappingSet([.. formats, .. other.formats]);
    }

    /// <summary>The one with a name; null when there is none.</summary>
    internal IMessageFormat? Named(string name) => formats.FirstOrDefault(f => f.Name == name);

    /// <summary>The first whose topic filter fits.</summary>
    internal IMessageFormat? Find(string topic) => formats.FirstOrDefault(f => f.Fits(topic));
}
