using System.Globalization;
using System.Text;
using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Formats.InfluxLines;

/// <summary>One line of the InfluxDB line protocol.</summary>
internal sealed record InfluxLine(string Measurement, IReadOnlyList<(string Key, string Value)> Tags, IReadOnlyList<(string Key, ReadValue Value)> Fields, long? Time);

/// <summary>
/// Parses one line by the reference of InfluxDB 2: escapes in names and tags, text in quotes, integers with <c>i</c> or <c>u</c>. Leading
/// and repeated blanks are allowed. Returns why a line is wrong instead of throwing.
/// </summary>
internal sealed class LineParser(string line)
{
    private int at;
    private string? fault;

    public static (InfluxLine? Line, string? Fault) Parse(string line)
    {
        var parser = new LineParser(line);
        InfluxLine? parsed = parser.Read();
        return parser.fault is null && parsed is not null ? (parsed, null) : (null, parser.fault ?? "malformed");
    }

    private InfluxLine? Read()
    {
        Blanks();
        string measurement = Name(", ");
        if (measurement.Length == 0)
            return Fail<InfluxLine>("a measurement is missing");
        var tags = new List<(string, string)>();
        while (Take(','))
        {
            string key = Name("=, ");
            if (key.Length == 0 || !Take('='))
                return Fail<InfluxLine>($"tag '{key}' has no value");
            string value = Name(", =");
            if (value.Length == 0)
                return Fail<InfluxLine>($"tag '{key}' is empty");
            tags.Add((key, value));
        }

        Blanks();
        List<(string, ReadValue)>? fields = Fields();
        if (fields is null)
            return null;
        Blanks();
        string rest = line[at..].TrimEnd(' ', '\t', '\r');
        if (rest.Length == 0)
            return new InfluxLine(measurement, tags, fields, null);
        return long.TryParse(rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time)
            ? new InfluxLine(measurement, tags, fields, time)
            : Fail<InfluxLine>($"'{Short(rest)}' is no time");
    }

    private List<(string, ReadValue)>? Fields()
    {
        var fields = new List<(string, ReadValue)>();
        do
        {
            string key = Name("=, ");
            if (key.Length == 0 || !Take('='))
                return Fail<List<(string, ReadValue)>>(fields.Count == 0 && key.Length == 0 ? "no field" : $"field '{key}' has no value");
            if (Value(key) is not { } value)
                return null;
            fields.Add((key, value));
        }
        while (Take(','));
        return fields;
    }

    private ReadValue? Value(string key)
    {
        if (at < line.Length && line[at] == '"')
            return Quoted() is { } text ? new ReadValue(Scalar.Of(text), default, "value.text: kept as a word") : FailValue($"field '{key}': a quote is not closed");
        int start = at;
        while (at < line.Length && line[at] is not (',' or ' ' or '\t' or '\r'))
            at++;
        string word = line[start..at];
        switch (word)
        {
            case "": return FailValue($"field '{key}' is empty");
            case "t" or "T" or "true" or "True" or "TRUE": return new ReadValue(Scalar.Of(true));
            case "f" or "F" or "false" or "False" or "FALSE": return new ReadValue(Scalar.Of(false));
        }

        if (word[^1] is 'i' or 'u')
            return Integer(key, word);
        return char.IsAsciiDigit(word[^1]) || word[^1] == '.' ? Real(key, word) : FailValue($"field '{key}': '{Short(word)}' is no value");
    }

    private ReadValue? Integer(string key, string word)
    {
        bool whole = word[^1] == 'i'
            ? long.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            : ulong.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return whole ? ValueReader.Read(word[..^1], key, ValueRules.General) : FailValue($"field '{key}': '{Short(word)}' is no integer of 64 bits");
    }

    private ReadValue? Real(string key, string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? ValueReader.Finite(number, word.Contains('.', StringComparison.Ordinal) ? null : word, key, ValueRules.General)
            : FailValue($"field '{key}': '{Short(word)}' is no number");

    private string? Quoted()
    {
        var text = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                at++;
                return text.ToString();
            }

            if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] is ('"' or '\\'))
                at++;
            text.Append(line[at]);
        }

        return null;
    }

    private string Name(string ends)
    {
        var name = new StringBuilder();
        for (; at < line.Length; at++)
        {
            char c = line[at];
            if (c == '\\' && at + 1 < line.Length && line[at + 1] is (',' or ' ' or '=' or '\\'))
                c = line[++at];
            else if (ends.Contains(c, StringComparison.Ordinal))
                break;
            name.Append(c);
        }

        return name.ToString();
    }

    private bool Take(char c)
    {
        bool there = at < line.Length && line[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private void Blanks()
    {
        while (at < line.Length && line[at] is (' ' or '\t'))
            at++;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private T? Fail<T>(string why)
        where T : class
    {
        fault ??= why;
        return null;
    }

    private ReadValue? FailValue(string why)
    {
        fault ??= why;
        return null;
    }
}
