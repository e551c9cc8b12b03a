using System.Globalization;
using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Mapped;

/// <summary>A JSON Pointer (RFC 6901), from the message or, within a list, from its item; with <c>^</c> in front always from the message.</summary>
internal sealed class JsonPointer
{
    private readonly string[] steps;

    private JsonPointer(string[] steps, bool fromRoot)
    {
        this.steps = steps;
        FromRoot = fromRoot;
    }

    public bool FromRoot { get; }

    /// <summary>The pointer; null when the text is none.</summary>
    public static JsonPointer? Parse(string text)
    {
        bool root = text.StartsWith('^');
        string pointer = root ? text[1..] : text;
        if (pointer.Length == 0)
            return new JsonPointer([], root);
        return pointer[0] != '/' || pointer.Length > 500 ? null
            : new JsonPointer([.. pointer[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))], root);
    }

    /// <summary>What it points at; null when it is not there.</summary>
    public JsonElement? Find(JsonElement root, JsonElement item)
    {
        JsonElement? at = FromRoot ? root : item;
        foreach (string step in steps)
        {
            at = at is { ValueKind: JsonValueKind.Array } list
                ? int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.GetArrayLength() ? list[index] : null
                : at?.Member(step);
            if (at is null)
                return null;
        }

        return at;
    }
}
