using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats;

/// <summary>A unit that a name ends with in brackets, as <c>Supply Voltage (V)</c> or <c>LAeq [dB(A)]</c>.</summary>
internal static class UnitInName
{
    /// <summary>The unit as written; null when there is none that is known.</summary>
    public static string? Of(string name)
    {
        ReadOnlySpan<char> text = name.AsSpan().TrimEnd();
        if (text.Length < 3 || text[^1] is not (')' or ']'))
            return null;
        int open = text[^1] == ']' ? text.LastIndexOf('[') : text.IndexOf('(');
        if (open <= 0)
            return null;
        string unit = text[(open + 1)..^1].ToString();
        return UnitCatalogue.TryFind(unit, out _) ? unit : null;
    }
}
