using K3Monitor.Ingest.Normalising.Values;

namespace K3Monitor.Ingest.Imports.Cells;

/// <summary>What a cell of values says.</summary>
internal enum CellKind
{
    /// <summary>A number, or text that is no known word.</summary>
    Plain,

    /// <summary>Nothing was measured.</summary>
    Missing,

    /// <summary>Below a limit of detection; the number behind it is in <see cref="CellValue.Rest"/>, empty when none is written.</summary>
    Below,

    /// <summary>Above a range; likewise.</summary>
    Above,
}

/// <summary>A cell of values, its words understood and its number not yet read.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Rest">The number that is written.</param>
internal readonly record struct CellValue(CellKind Kind, string Rest)
{
    private static readonly HashSet<string> BelowWords = new(StringComparer.OrdinalIgnoreCase) { "<lod", "< lod", "<loq", "< loq", "<dl", "<mdl", "lod", "loq", "bdl", "b.d.l.", "nd", "n.d.", "-ol" };

    private static readonly HashSet<string> AboveWords = new(StringComparer.OrdinalIgnoreCase) { "ol", "+ol", "o.l.", "o.l", "over", "overload", "overrange", "over range", "ovr", "ovl", "orange", ">range", "hi", "+++" };

    /// <summary>Understands a cell.</summary>
    public static CellValue Read(string cell)
    {
        string text = cell.Trim();
        if (BelowWords.Contains(text))
            return new CellValue(CellKind.Below, "");
        if (AboveWords.Contains(text))
            return new CellValue(CellKind.Above, "");
        if (text.Length > 1 && text[0] is '<' or '≤')
            return new CellValue(CellKind.Below, text[1..].TrimStart('=').Trim());
        if (text.Length > 1 && text[0] is '>' or '≥')
            return new CellValue(CellKind.Above, text[1..].TrimStart('=').Trim());
        return ValueReader.IsNoReading(text) ? new CellValue(CellKind.Missing, text) : new CellValue(CellKind.Plain, text);
    }
}
