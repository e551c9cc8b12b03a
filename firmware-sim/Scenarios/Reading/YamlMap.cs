using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace K3Monitor.FirmwareSim.Scenarios.Reading;

/// <summary>
/// One mapping of a scenario file. Every read that fails notes a fault and gives a stand-in, so that one pass finds
/// all of them; the stand-ins never leave the reader, since a scenario with faults is not given out.
/// </summary>
internal sealed partial class YamlMap
{
    private readonly YamlMappingNode _node;
    private readonly FaultList _faults;
    private readonly string _path;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    internal YamlMap(YamlMappingNode node, FaultList faults, string path) => (_node, _faults, _path) = (node, faults, path);

    internal void Fault(string key, string message) => _faults.Add(Find(key) ?? _node, PathOf(key), message);

    internal bool Has(string key) => Find(key) is not null;

    internal string Text(string key) => Scalar(key, required: true) ?? "";

    internal string? OptionalText(string key) => Scalar(key, required: false);

    internal string Slug(string key)
    {
        string text = Text(key);
        if (text.Length > 0 && !SlugShape().IsMatch(text))
        {
            Fault(key, $"'{text}' is not a slug: small letters, digits and single hyphens, at most 64");
        }

        return text;
    }

    internal double Number(string key, double min, double max, double? otherwise = null)
    {
        if (Scalar(key, otherwise is null) is not { } text)
        {
            return otherwise ?? min;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= min && value <= max)
        {
            return value;
        }

        Fault(key, string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a number from {min} to {max}"));
        return min;
    }

    internal long Whole(string key, long min, long max, long? otherwise = null)
    {
        if (Scalar(key, otherwise is null) is not { } text)
        {
            return otherwise ?? min;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
        {
            return value;
        }

        Fault(key, string.Create(CultureInfo.InvariantCulture, $"'{text}' is not a whole number from {min} to {max}"));
        return min;
    }

    internal TimeSpan Span(string key, TimeSpan min, TimeSpan max)
    {
        if (Scalar(key, required: true) is not { } text)
        {
            return min;
        }

        if (DurationText.TryParse(text, out var span) && span >= min && span <= max)
        {
            return span;
        }

        Fault(key, $"'{text}' is not a duration such as 45m or 1h30m, from {DurationText.Format(min)} to {DurationText.Format(max)}");
        return min;
    }

    internal DateOnly Day(string key)
    {
        string? text = Scalar(key, required: true);
        if (text is not null && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            Fault(key, $"'{text}' is not a day such as 2026-11-25");
        }

        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        return day;
    }

    internal TimeOnly TimeOfDay(string key)
    {
        string? text = Scalar(key, required: true);
        if (!TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && text is not null)
        {
            Fault(key, $"'{text}' is not a time of day such as 06:45");
        }

        return time;
    }

    internal IReadOnlyList<string> Words(string key)
    {
        if (Find(key) is not YamlSequenceNode list || list.Children.Any(c => c is not YamlScalarNode))
        {
            Fault(key, "must be a list of words, such as [laeq, lcpeak]");
            return [];
        }

        return [.. list.Children.Select(c => ((YamlScalarNode)c).Value ?? "")];
    }

    internal YamlMap? Map(string key)
    {
        if (Find(key) is YamlMappingNode map)
        {
            return new YamlMap(map, _faults, PathOf(key));
        }

        Fault(key, "is missing or is not a mapping");
        return null;
    }

    /// <summary>The mappings of a list. With <paramref name="required"/>, at least one must be there.</summary>
    internal IReadOnlyList<YamlMap> Maps(string key, bool required)
    {
        var node = Find(key);
        if (node is null && !required)
        {
            return [];
        }

        if (node is not YamlSequenceNode list || (required && list.Children.Count == 0))
        {
            Fault(key, "must be a list with at least one entry");
            return [];
        }

        var maps = new List<YamlMap>();
        foreach (var (child, index) in list.Children.Select((c, i) => (c, i)))
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}[{index}]");
            if (child is YamlMappingNode map)
            {
                maps.Add(new YamlMap(map, _faults, path));
            }
            else
            {
                _faults.Add(child, path, "must be a mapping");
            }
        }

        return maps;
    }

    /// <summary>Notes a fault for every key that nobody has read: a misspelled key must not be silently ignored.</summary>
    internal void RefuseOtherKeys()
    {
        foreach (var key in _node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_read.Contains(name))
            {
                _faults.Add(key, PathOf(key.ToString()), $"is not a key here; known are {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
            }
        }
    }

    private string? Scalar(string key, bool required)
    {
        var node = Find(key);
        if (node is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return text;
        }

        if (required || node is not null)
        {
            Fault(key, node is null ? "is missing" : "must be a single value");
        }

        return null;
    }

    private YamlNode? Find(string key)
    {
        _read.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
    }

    private string PathOf(string key) => _path.Length == 0 ? key : _path + "." + key;

    [GeneratedRegex("^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex SlugShape();
}
