using System.Globalization;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;

namespace K3Monitor.Dashboard.Api;

/// <summary>A page of a list as the API gives it.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Total">Rows in all, within the caller's scope.</param>
/// <param name="NextCursor">Give it as <c>cursor</c> for the next page; null on the last.</param>
internal sealed record ListShape<T>(IReadOnlyList<T> Items, int Total, string? NextCursor);

/// <summary>
/// Reads query parameters one by one and collects what is wrong with them, so that a caller learns of every fault
/// at once.
/// </summary>
internal sealed class QueryReading
{
    private readonly Dictionary<string, string[]> errors = new(StringComparer.Ordinal);

    public IDictionary<string, string[]> Errors => errors;

    public bool HasErrors => errors.Count > 0;

    public void Refuse(string key, string message) => errors[key] = [message];

    /// <summary>An instant in ISO 8601 with a zone; null when not given.</summary>
    public Instant? Time(string key, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (HasZone(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time))
            return Instant.FromDateTimeOffset(time);
        Refuse(key, "must be an ISO 8601 time with a zone, for example 2026-11-25T08:00:00Z");
        return null;
    }

    /// <summary>A word of an enumeration, in any case; null when not given.</summary>
    public T? Word<T>(string key, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
            return null;
        foreach (T value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        Refuse(key, "must be one of " + string.Join(", ", Enum.GetNames<T>().Select(JsonName)));
        return null;
    }

    /// <summary>A whole number within bounds; the default when not given.</summary>
    public int Whole(string key, string? text, int otherwise, int from, int to)
    {
        if (string.IsNullOrEmpty(text))
            return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= from && value <= to)
            return value;
        Refuse(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {from} to {to}"));
        return otherwise;
    }

    /// <summary>True or false; null when not given.</summary>
    public bool? Flag(string key, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (bool.TryParse(text, out bool value))
            return value;
        Refuse(key, "must be true or false");
        return null;
    }

    public PageRequest Page(string? size, string? cursor) => new(Whole("size", size, 50, 1, 200), 1, string.IsNullOrEmpty(cursor) ? null : cursor);

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static bool HasZone(string text) => text.EndsWith('Z') || text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':';
}
