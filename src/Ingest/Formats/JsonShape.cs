using System.Globalization;
using System.Text.Json;

namespace K3Monitor.Ingest.Formats;

/// <summary>Short questions to JSON that never throw: what is absent or of another kind gives null.</summary>
internal static class JsonShape
{
    /// <summary>The member of an object.</summary>
    public static JsonElement? Member(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>The first of several members that is there.</summary>
    public static JsonElement? AnyMember(this JsonElement holder, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (holder.Member(name) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>A member that is an object.</summary>
    public static JsonElement? Inner(this JsonElement holder, string name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Object } inner ? inner : null;

    /// <summary>A member that is an array.</summary>
    public static JsonElement? List(this JsonElement holder, string name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Array } list ? list : null;

    /// <summary>A member that is text.</summary>
    public static string? Word(this JsonElement holder, string name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.String } value ? value.Text() : null;

    /// <summary>A member that names something: text that is not empty, or a whole number.</summary>
    public static string? Named(this JsonElement holder, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (holder.Member(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value && value.Text() is { Length: > 0 } text)
                return text;
        }

        return null;
    }

    /// <summary>A member that is a whole number.</summary>
    public static long? Whole(this JsonElement holder, string name) =>
        holder.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long whole) ? whole
        : holder.Word(name) is { } text && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long read) ? read
        : null;

    /// <summary>A member that is true or false.</summary>
    public static bool? Flag(this JsonElement holder, string name) =>
        holder.Member(name)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>Whether the object has all these members.</summary>
    public static bool Has(this JsonElement holder, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (holder.Member(name) is null)
                return false;
        }

        return holder.ValueKind == JsonValueKind.Object;
    }

    /// <summary>Whether any of these members is there.</summary>
    public static bool HasAny(this JsonElement holder, params ReadOnlySpan<string> names) => holder.AnyMember(names) is not null;

    /// <summary>Null, or an empty text.</summary>
    public static bool IsBlank(this JsonElement value) =>
        value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined || (value.ValueKind == JsonValueKind.String && value.Text() is null or "");

    /// <summary>Neither object nor array.</summary>
    public static bool IsScalar(this JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined);

    /// <summary>The members of an object; none for anything else.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement holder) =>
        holder.ValueKind == JsonValueKind.Object ? holder.EnumerateObject() : [];

    /// <summary>The items of an array; none for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement holder) =>
        holder.ValueKind == JsonValueKind.Array ? holder.EnumerateArray() : [];

    /// <summary>Text as it is, numbers and words as they stand; null for objects, arrays and text that is not valid.</summary>
    public static string? Text(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : value.IsScalar() ? value.GetRawText() : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: not text.
            return null;
        }
    }
}
