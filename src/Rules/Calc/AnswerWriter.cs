using System.Text.Json.Nodes;

namespace K3Monitor.Rules.Calc;

/// <summary>Collects the keys of an answer. A value that is not finite becomes a fault: it is no answer in JSON or in law.</summary>
internal sealed class AnswerWriter(List<CalcFault> faults)
{
    private readonly JsonArray _reasons = [];

    internal JsonObject Answer { get; } = [];

    internal void Set(string key, double value)
    {
        if (Holds(key, value))
            Answer[key] = value;
    }

    internal void Set(string key, bool value) => Answer[key] = value;

    internal void Set(string key, string value) => Answer[key] = value;

    internal void Set(string key, int value) => Answer[key] = value;

    internal void Set(string key, Series series)
    {
        if (series.IsRow)
            Set(key, series.Values);
        else
            Set(key, series.Single);
    }

    internal void Set(string key, IEnumerable<double> values)
    {
        var row = new JsonArray();
        foreach (double value in values)
            row.Add(Holds(key, value) ? JsonValue.Create(value) : null);
        Answer[key] = row;
    }

    internal void Set(string key, IEnumerable<string> values) => Answer[key] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]);

    /// <summary>A value that may not exist: null with its reason.</summary>
    internal void SetOrNull(string key, double? value, string reason)
    {
        if (value is { } known)
            Set(key, known);
        else
            Null(key, reason);
    }

    /// <summary>As <see cref="SetOrNull(string, double?, string)"/> for a row, or one value, of which some may not exist.</summary>
    internal void SetOrNull(string key, IReadOnlyList<double?> values, bool isRow, string reason)
    {
        if (!isRow)
        {
            SetOrNull(key, values[0], reason);
            return;
        }
        var row = new JsonArray();
        foreach (double? value in values)
            row.Add(value is { } known && Holds(key, known) ? JsonValue.Create(known) : null);
        Answer[key] = row;
        if (values.Any(v => v is null))
            Reason(key, reason);
    }

    internal void SetOrNull(string key, bool? value, string reason)
    {
        if (value is { } known)
            Set(key, known);
        else
            Null(key, reason);
    }

    internal void Null(string key, string reason)
    {
        Answer[key] = null;
        Reason(key, reason);
    }

    internal void Close(GivenReader reader)
    {
        if (reader.Defaults.Count > 0)
            Answer["defaults"] = new JsonObject(reader.Defaults);
        var ignored = reader.Untouched();
        if (ignored.Count > 0)
            Set("ignored", ignored);
        if (_reasons.Count > 0)
            Answer["reasons"] = _reasons;
    }

    private void Reason(string key, string reason) => _reasons.Add(new JsonObject { ["key"] = key, ["why"] = reason });

    private bool Holds(string key, double value)
    {
        if (double.IsFinite(value))
            return true;
        faults.Add(new CalcFault(key, "the result is not a finite number: the input lies outside what the formula can express"));
        return false;
    }
}
