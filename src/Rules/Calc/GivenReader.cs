using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K3Monitor.Rules.Calc;

/// <summary>
/// Reads one JSON object of the input and collects every fault instead of stopping at the first. After a fault the
/// value returned is NaN or empty; a formula asks <see cref="Sound"/> before it computes.
/// </summary>
internal sealed class GivenReader(JsonElement element, string path, List<CalcFault> faults)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly List<GivenReader> _inner = [];

    internal bool Sound => faults.Count == 0;

    /// <summary>Optional keys that were left out, with the value used instead.</summary>
    internal List<KeyValuePair<string, JsonNode?>> Defaults { get; } = [];

    internal bool Has(string key)
    {
        _touched.Add(key);
        return element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>The first of several spellings that is present; a fault when two of them are.</summary>
    internal string? FirstOf(params ReadOnlySpan<string> keys)
    {
        string? found = null;
        foreach (string key in keys)
        {
            if (!Has(key))
                continue;
            if (found is not null)
                Fault(key, $"give only one of '{found}' and '{key}'");
            found ??= key;
        }
        return found;
    }

    /// <summary>Keys that only describe the input and never change the answer.</summary>
    internal void Describes(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
            _touched.Add(key);
    }

    internal double Number(string key, Allowed allowed)
    {
        if (Has(key))
            return Check(key, element.GetProperty(key), allowed);
        Missing(key);
        return double.NaN;
    }

    internal double Number(string key, Allowed allowed, double whenAbsent)
    {
        if (Has(key))
            return Check(key, element.GetProperty(key), allowed);
        Defaults.Add(new(Full(key), whenAbsent));
        return whenAbsent;
    }

    internal double? Maybe(string key, Allowed allowed) => Has(key) ? Check(key, element.GetProperty(key), allowed) : null;

    internal Series Series(string key, Allowed allowed, int least = 1)
    {
        if (!Has(key))
        {
            Missing(key);
            return new Series([double.NaN], false);
        }
        var value = element.GetProperty(key);
        if (value.ValueKind != JsonValueKind.Array)
            return new Series([Check(key, value, allowed)], false);
        double[] values = [.. value.EnumerateArray().Select((v, i) => Check(Item(key, i), v, allowed))];
        if (values.Length < least)
            Fault(key, $"at least {least.ToString(CultureInfo.InvariantCulture)} number(s) are needed");
        return new Series(values.Length == 0 ? [double.NaN] : values, true);
    }

    internal bool Flag(string key)
    {
        if (!Has(key))
            Missing(key);
        return MaybeFlag(key) ?? false;
    }

    internal bool? MaybeFlag(string key)
    {
        if (!Has(key))
            return null;
        var value = element.GetProperty(key);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fault(key, $"true or false is needed, not {Describe(value)}");
        return null;
    }

    /// <summary>A text; empty, with a fault, when it is absent or no text.</summary>
    internal string Text(string key)
    {
        if (!Has(key))
        {
            Missing(key);
            return string.Empty;
        }
        var value = element.GetProperty(key);
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString() ?? string.Empty;
        Fault(key, $"a text is needed, not {Describe(value)}");
        return string.Empty;
    }

    internal void Unknown(string key, string value, IEnumerable<string> known) =>
        Fault(key, $"'{value}' is not known; allowed: {string.Join("; ", known)}");

    /// <summary>An array of objects; empty, with a fault, when it is absent, empty or holds anything else.</summary>
    internal IReadOnlyList<GivenReader> Rows(string key)
    {
        if (!Has(key))
        {
            Missing(key);
            return [];
        }
        var value = element.GetProperty(key);
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            Fault(key, $"a row of at least one object is needed, not {Describe(value)}");
            return [];
        }
        var rows = new List<GivenReader>();
        int at = 0;
        foreach (var item in value.EnumerateArray())
            if (Inner(Item(key, at++), item) is { } row)
                rows.Add(row);
        return rows;
    }

    /// <summary>Every property that is itself an object and holds one of the keys: a named machine, for example.</summary>
    internal IReadOnlyList<GivenReader> NamedObjects(params string[] holding)
    {
        var found = new List<GivenReader>();
        foreach (var property in element.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Object))
        {
            if (!holding.Any(k => property.Value.TryGetProperty(k, out _)))
                continue;
            _touched.Add(property.Name);
            if (Inner(property.Name, property.Value) is { } inner)
                found.Add(inner);
        }
        return found;
    }

    internal IReadOnlyList<string> Untouched() =>
    [
        .. element.EnumerateObject().Select(p => p.Name).Distinct().Where(n => !_touched.Contains(n)).Select(Full),
        .. _inner.SelectMany(i => i.Untouched()),
    ];

    internal void Missing(string key) => Fault(key, "is missing");

    internal void Fault(string key, string message) => faults.Add(new CalcFault(Full(key), message));

    /// <summary>A JSON value in words, for a refusal.</summary>
    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty row" : "a row",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private GivenReader? Inner(string key, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault(key, $"an object is needed, not {Describe(value)}");
            return null;
        }
        var inner = new GivenReader(value, Full(key), faults);
        _inner.Add(inner);
        return inner;
    }

    private double Check(string key, JsonElement value, Allowed allowed)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number))
        {
            Fault(key, $"a number is needed, not {Describe(value)}");
            return double.NaN;
        }
        if (!double.IsFinite(number))
            Fault(key, "the number is too large to be one");
        else if (allowed.Objection(number) is { } objection)
            Fault(key, objection);
        else
            return number;
        return double.NaN;
    }

    private static string Item(string key, int at) => string.Create(CultureInfo.InvariantCulture, $"{key}[{at}]");

    private string Full(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
