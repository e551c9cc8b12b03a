using System.Globalization;
using K3Monitor.Ingest.Formats;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>The columns of a file by name: the header's, or <c>#3</c> for the third.</summary>
internal sealed class ColumnNames
{
    private readonly string[] names;

    public ColumnNames(IReadOnlyList<string> header, int count) =>
        names = [.. Enumerable.Range(0, count).Select(i => i < header.Count && header[i].Length > 0 ? header[i] : Numbered(i))];

    public int Count => names.Length;

    public string this[int index] => names[index];

    /// <summary>The name without a unit in brackets at its end.</summary>
    public static string Bare(string name)
    {
        if (UnitInName.Of(name) is null)
            return name;
        int open = name[^1] == ']' ? name.LastIndexOf('[') : name.IndexOf('(', StringComparison.Ordinal);
        return name[..open].Trim();
    }

    /// <summary>The column of a name, with or without its unit; null with a fault when there is none, or more than one.</summary>
    public int? Find(string name, string option, Findings findings)
    {
        List<int> found = All(name);
        if (found.Count == 1)
            return found[0];
        findings.Fault(option, found.Count == 0
            ? $"no column is called '{name}'; there are: {string.Join(", ", names.Take(50))}"
            : $"{found.Count} columns are called '{name}': say {string.Join(" or ", found.Select(Numbered))}");
        return null;
    }

    /// <summary>The only column that has one of the names; null when there is none or more than one.</summary>
    public int? Only(IReadOnlyCollection<string> words)
    {
        List<int> found = [.. Enumerable.Range(0, names.Length).Where(i => words.Contains(Bare(names[i]).ToLowerInvariant()))];
        return found.Count == 1 ? found[0] : null;
    }

    private List<int> All(string name)
    {
        if (name is ['#', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= names.Length)
            return [number - 1];
        List<int> whole = Indices(n => n == name);
        return whole.Count > 0 ? whole : Indices(n => Bare(n).Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private List<int> Indices(Func<string, bool> wanted) => [.. Enumerable.Range(0, names.Length).Where(i => wanted(names[i]))];

    private static string Numbered(int index) => "#" + (index + 1).ToString(CultureInfo.InvariantCulture);
}
