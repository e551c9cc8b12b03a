using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K3Monitor.Dashboard.Pages.Calculators;

/// <summary>
/// The given keys of a topic as a person writes them into fields: a number with a decimal comma or point, several numbers apart by
/// blanks or semicolons, a word, or rows: one a line, as <c>level_dBA=90; hours=4</c>.
/// </summary>
/// <remarks>Pure; safe from any thread.</remarks>
internal static class CalcForm
{
    /// <summary>What is written in a field, as JSON. Nothing is guessed: what is no number stays a word, and the topic refuses it by name.</summary>
    public static JsonNode? Read(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
            return null;
        if (trimmed.Contains('=', StringComparison.Ordinal))
            return new JsonArray([.. trimmed.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Row)]);
        string[] parts = trimmed.Split([' ', ';', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        double?[] numbers = [.. parts.Select(Number)];
        if (parts.Length > 1 && Array.TrueForAll(numbers, n => n is not null))
            return new JsonArray([.. numbers.Select(n => (JsonNode)JsonValue.Create(n!.Value)!)]);
        return Value(trimmed);
    }

    /// <summary>A value as it is written in a field.</summary>
    public static string Write(JsonNode? value) => value switch
    {
        JsonArray rows when rows.Count > 0 && rows[0] is JsonObject => string.Join('\n', rows.Select(r => string.Join("; ", r!.AsObject().Select(p => $"{p.Key}={Write(p.Value)}")))),
        JsonArray numbers => string.Join(' ', numbers.Select(Write)),
        null => "",
        _ when value.GetValueKind() == JsonValueKind.Number => value.GetValue<JsonElement>().GetDouble().ToString("R", CultureInfo.CurrentCulture),
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static JsonNode Row(string line)
    {
        var row = new JsonObject();
        foreach (string pair in line.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] sides = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            row[sides[0]] = sides.Length == 2 ? Read(sides[1]) : null;
        }

        return row;
    }

    private static JsonNode Value(string text) => text switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when Number(text) is { } number => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    // A comma is a decimal mark and never one of groups: nobody writes groups into a pocket calculator.
    private static double? Number(string text)
    {
        bool isNumber = double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return isNumber && double.IsFinite(number) ? number : null;
    }
}
