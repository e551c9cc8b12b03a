using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FaultList(string file)
{
    // Aliases may repeat parts of parts: a short file can name more entries than any memory holds.
    private const int MostEntries = 500_000;
    private const int MostFaults = 1_000;
    private readonly List<SiteFault> faults = [];
    private int entries;

    public IReadOnlyList<SiteFault> InOrder => [.. faults.OrderBy(f => f.Line)];

    public bool Any => faults.Count > 0;

    /// <summary>Keeps a fault; beyond 1,000 nobody reads them.</summary>
    public void Add(long line, string key, string message)
    {
        if (faults.Count < MostFaults)
            faults.Add(new SiteFault(file, (int)line, key, message));
    }

    /// <summary>Whether one more entry of a list may be read; tells once when there are too many.</summary>
    public bool Takes(YamlNode entry, string key)
    {
        if (++entries == MostEntries + 1)
            faults.Insert(0, new SiteFault(file, (int)entry.Start.Line, key, string.Create(CultureInfo.InvariantCulture, $"the file has more than {MostEntries} entries, repetitions by alias counted")));
        if (faults.Count > MostFaults)
            faults.RemoveAt(MostFaults);
        return entries <= MostEntries;
    }
}

/// <summary>
/// A mapping of the file with its path. Each value is asked for by its key; a wrong one is noted and reading goes on,
/// so that all faults are told at once. A key that nobody asked for is a fault too: it is mostly misspelt.
/// </summary>
internal sealed class YamlPlace
{
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly FaultList faults;

    public YamlPlace(YamlNode node, string path, FaultList faults)
    {
        this.faults = faults;
        Path = path;
        Line = node.Start.Line;
        if (node is not YamlMappingNode mapping)
        {
            faults.Add(Line, path, "must be keys with values");
            return;
        }

        IsMapping = true;
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
            values[(key as YamlScalarNode)?.Value ?? ""] = value;
    }

    public string Path { get; }

    public long Line { get; }

    public bool IsMapping { get; }

    public string At(string key) => Path.Length == 0 ? key : Path + "." + key;

    public void Fault(string key, string message) => faults.Add(LineOf(key), At(key), message);

    public string? Optional(string key)
    {
        if (Node(key) is not { } node)
            return null;
        if (node is YamlScalarNode { Value: { Length: > 0 } text })
            return text;
        Fault(key, "must be one value");
        return null;
    }

    /// <summary>The value as the parser makes it; null with a fault when it is absent or refused.</summary>
    public T? Required<T>(string key, Func<string, T?> parse, string allowed)
        where T : class
    {
        if (Optional(key) is { } text)
            return Parsed(key, text, parse(text), allowed);
        if (IsMapping && Node(key) is null)
            Fault(key, $"is missing; {allowed}");
        return null;
    }

    public T? OptionalValue<T>(string key, Func<string, T?> parse, string allowed)
        where T : struct
    {
        if (Optional(key) is not { } text)
            return null;
        T? parsed = parse(text);
        if (parsed is null)
            Fault(key, $"'{text}' is refused; {allowed}");
        return parsed;
    }

    public T RequiredValue<T>(string key, Func<string, T?> parse, string allowed)
        where T : struct
    {
        if (IsMapping && Node(key) is null)
            Fault(key, $"is missing; {allowed}");
        return OptionalValue(key, parse, allowed) ?? default;
    }

    public double? Number(string key, double min, double max) => OptionalValue(
        key,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= min && number <= max ? number : (double?)null,
        string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));

    /// <summary>The entries of a list; none when it is absent.</summary>
    public IReadOnlyList<YamlPlace> List(string key) => Nodes(key).TakeWhile(node => faults.Takes(node, At(key))).Select((node, i) => new YamlPlace(node, $"{At(key)}[{i.ToString(CultureInfo.InvariantCulture)}]", faults)).ToList();

    /// <summary>The plain values of a list; none when it is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => [.. Nodes(key).TakeWhile(node => faults.Takes(node, At(key))).Select(n => (n as YamlScalarNode)?.Value ?? "")];

    public YamlPlace Child(string key)
    {
        if (Node(key) is { } node)
            return new YamlPlace(node, At(key), faults);
        Fault(key, "is missing");
        return new YamlPlace(new YamlMappingNode(), At(key), new FaultList(""));
    }

    /// <summary>What the keys below a key hold; null when it is absent.</summary>
    public T? Optional<T>(string key, Func<YamlPlace, T?> read)
        where T : class =>
        Node(key) is { } node ? read(new YamlPlace(node, At(key), faults)) : null;

    /// <summary>Called when everything was asked for.</summary>
    public void NothingElse()
    {
        foreach (string key in values.Keys.Where(k => !asked.Contains(k)))
            Fault(key, $"is not known here; known are {string.Join(", ", asked.Order(StringComparer.Ordinal))}");
    }

    private long LineOf(string key) => values.TryGetValue(key, out YamlNode? node) ? node.Start.Line : Line;

    private YamlNode? Node(string key)
    {
        asked.Add(key);
        return values.GetValueOrDefault(key);
    }

    private IEnumerable<YamlNode> Nodes(string key)
    {
        if (Node(key) is not { } node)
            return [];
        if (node is YamlSequenceNode list)
            return list.Children;
        Fault(key, "must be a list");
        return [];
    }

    private T? Parsed<T>(string key, string text, T? parsed, string allowed)
        where T : class
    {
        if (parsed is null)
            Fault(key, $"'{text}' is refused; {allowed}");
        return parsed;
    }
}
