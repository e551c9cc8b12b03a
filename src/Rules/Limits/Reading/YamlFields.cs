using System.Globalization;

namespace K3Monitor.Rules.Limits.Reading;

/// <summary>
/// The keys of one mapping, read by type. A key that is missing, of a wrong type or never asked for is a fault; a fault
/// gives a default back, so that reading goes on and every fault is found at once. What the mapping does not say may come
/// from templates; a fault in one names the template's line and path.
/// </summary>
internal sealed class YamlFields
{
    private readonly Dictionary<string, YamlPair> pairs = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> origins = new(StringComparer.Ordinal);
    private readonly Action<int, string, string> tell;
    private readonly string path;

    public YamlFields(YamlItem item, string path, Action<int, string, string> tell)
    {
        this.path = path;
        this.tell = tell;
        Line = item.Line;
        if (item.Pairs is null)
            tell(item.Line, path, $"must be a mapping, not {item.Kind}");
        foreach (YamlPair pair in item.Pairs ?? [])
            pairs[pair.Key] = pair;
    }

    /// <summary>Takes from a template what is not there yet.</summary>
    public void FillFrom(YamlItem template, string templatePath)
    {
        foreach (YamlPair pair in template.Pairs ?? [])
        {
            if (pairs.TryAdd(pair.Key, pair))
                origins[pair.Key] = $"{templatePath}.{pair.Key}";
        }
    }

    public int Line { get; }

    public int LineOf(string key) => pairs.TryGetValue(key, out YamlPair? pair) ? pair.Line : Line;

    public string PathOf(string key) => origins.TryGetValue(key, out string? origin) ? origin : path.Length == 0 ? key : $"{path}.{key}";

    public void Fault(string key, string message) => tell(LineOf(key), PathOf(key), message);

    public bool Has(string key) => pairs.TryGetValue(key, out YamlPair? pair) && !pair.Value.IsNull;

    /// <summary>The value of a key; null, and no fault, where there is none.</summary>
    public YamlItem? Optional(string key)
    {
        asked.Add(key);
        return Has(key) ? pairs[key].Value : null;
    }

    /// <summary>The value of a key; null, with a fault, where there is none.</summary>
    public YamlItem? Required(string key)
    {
        YamlItem? item = Optional(key);
        if (item is null)
            Fault(key, "is missing");
        return item;
    }

    public string? OptionalText(string key) => Text(key, Optional(key));

    public string Text(string key)
    {
        YamlItem? item = Required(key);
        return item is null ? string.Empty : Text(key, item) ?? string.Empty;
    }

    public double? OptionalNumber(string key, double min, double max)
    {
        if (OptionalText(key) is not { } text)
            return null;
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(text, Styles, CultureInfo.InvariantCulture, out double number) && number >= min && number <= max)
            return number;
        Fault(key, FormattableString.Invariant($"'{text}' must be a number from {min} to {max}"));
        return null;
    }

    public double Number(string key, double min, double max)
    {
        Required(key);
        return OptionalNumber(key, min, max) ?? min;
    }

    public bool? OptionalFlag(string key)
    {
        string? text = OptionalText(key);
        if (text is null or "true" or "false")
            return text is null ? null : text == "true";
        Fault(key, $"'{text}' must be true or false");
        return null;
    }

    public DateOnly? OptionalDay(string key)
    {
        if (OptionalText(key) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return day;
        Fault(key, $"'{text}' must be a day, written 2018-04-27");
        return null;
    }

    /// <summary>A duration written <c>15min</c>, <c>8h</c> or <c>30s</c>, above zero and at most a day.</summary>
    public TimeSpan? OptionalDuration(string key)
    {
        if (OptionalText(key) is not { } text)
            return null;
        string[] units = ["min", "h", "s"];
        string? unit = units.FirstOrDefault(u => text.EndsWith(u, StringComparison.Ordinal));
        if (unit is not null
            && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * SecondsOf(unit) is > 0 and <= 86400)
            return TimeSpan.FromSeconds(number * SecondsOf(unit));
        Fault(key, $"'{text}' must be a duration above 0 and at most 24h, written 30s, 15min or 8h");
        return null;
    }

    /// <summary>A frequency written <c>50Hz</c>, <c>30kHz</c>, <c>300MHz</c> or <c>3GHz</c>, in hertz.</summary>
    public double? OptionalFrequency(string key)
    {
        if (OptionalText(key) is not { } text)
            return null;
        if (FrequencyBand.ReadHertz(text) is { } hertz)
            return hertz;
        Fault(key, $"'{text}' must be a frequency, written 50Hz, 30kHz, 300MHz or 3GHz");
        return null;
    }

    /// <summary>One of the given words.</summary>
    public T? OptionalWord<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (OptionalText(key) is not { } text)
            return null;
        if (words.TryGetValue(text, out T value))
            return value;
        Fault(key, $"'{text}' must be one of {string.Join(", ", words.Keys)}");
        return null;
    }

    /// <summary>Tells every key that nobody asked for.</summary>
    public void TellUnknown()
    {
        foreach (YamlPair pair in pairs.Values)
        {
            if (!asked.Contains(pair.Key))
                tell(pair.Line, PathOf(pair.Key), $"is not a known key; known here are {string.Join(", ", asked.Order(StringComparer.Ordinal))}");
        }
    }

    private static double SecondsOf(string unit) => unit switch { "s" => 1, "min" => 60, _ => 3600 };

    private string? Text(string key, YamlItem? item)
    {
        if (item is null)
            return null;
        if (item.Scalar is { } text && !string.IsNullOrWhiteSpace(text))
            return text;
        Fault(key, item.Scalar is null ? $"must be a single value, not {item.Kind}" : "must not be blank");
        return null;
    }
}
