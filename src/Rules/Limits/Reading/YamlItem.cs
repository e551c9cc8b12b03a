namespace K3Monitor.Rules.Limits.Reading;

/// <summary>A value of a YAML file with the line it stands in. Exactly one of the three kinds is set.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Scalar">Text of a scalar.</param>
/// <param name="Items">Items of a list.</param>
/// <param name="Pairs">Pairs of a mapping, in the order of the file.</param>
internal sealed record YamlItem(int Line, string? Scalar, IReadOnlyList<YamlItem>? Items, IReadOnlyList<YamlPair>? Pairs)
{
    /// <summary>How the kind is called in a fault.</summary>
    public string Kind => Scalar is not null ? "a single value" : Items is not null ? "a list" : "a mapping";

    /// <summary>Whether it says that there is nothing.</summary>
    public bool IsNull { get; init; }
}

/// <summary>One key of a mapping.</summary>
/// <param name="Key">The key.</param>
/// <param name="Line">Line of the key, from 1.</param>
/// <param name="Value">Its value.</param>
internal sealed record YamlPair(string Key, int Line, YamlItem Value);
