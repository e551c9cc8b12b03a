using System.Globalization;
using K3Monitor.Ingest.Imports.Cells;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>An example of how a file writes something.</summary>
internal readonly record struct Example(long Line, string Text)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"'{Text}' in line {Line}");
}

/// <summary>What the cells of one column, or of one channel of a long file, look like. Bounded, whatever the file holds.</summary>
internal sealed class SeriesLook(string name)
{
    private const int MostWords = 50;
    private const int MostUnits = 4;

    /// <summary>
    /// Numbers that loggers write for "no reading" (docs/import.md), of which some can also be measured: the ends of
    /// integers, rows of nines, and -200 of the UCI air quality set.
    /// </summary>
    private static readonly HashSet<double> MarkNumbers =
    [
        -1, -99, -99.9, -99.99, -100, -200, -999, -999.9, -999.99, -1000, -9999, -9999.9, -99999, 999, 999.9, 9999, 9999.9, 99999, 65535, 6553.5, 655.35, 32767, -32768, 3276.7, -3276.8, 327.67, -327.68,
    ];

    public string Name { get; } = name;

    public NumberSigns Signs { get; private set; }

    public Dictionary<NumberSigns, Example> Examples { get; } = [];

    /// <summary>Numbers that may be a mark, with how often they stand there.</summary>
    public Dictionary<double, long> Marks { get; } = [];

    /// <summary>Words that mean that nothing was measured, with how often they stand there; the empty one for empty cells.</summary>
    public Dictionary<string, long> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>How many cells tell a bound instead of a value.</summary>
    public long Bounds { get; private set; }

    /// <summary>The units that stand beside the values of a long file.</summary>
    public HashSet<string> Units { get; } = new(StringComparer.Ordinal);

    public void TakeUnit(string unit)
    {
        if (unit.Length > 0 && Units.Count < MostUnits)
            Units.Add(unit);
    }

    public void Take(string cell, long line)
    {
        CellValue value = CellValue.Read(cell);
        switch (value.Kind)
        {
            case CellKind.Missing when Missing.Count < MostWords || Missing.ContainsKey(value.Rest):
                Missing[value.Rest] = Missing.GetValueOrDefault(value.Rest) + 1;
                break;
            case CellKind.Below or CellKind.Above:
                Bounds++;
                Number(value.Rest, line);
                break;
            case CellKind.Plain:
                Number(value.Rest, line);
                break;
        }
    }

    /// <summary>Whether a number is one that loggers write for "no reading".</summary>
    public static bool IsMark(double number) => MarkNumbers.Contains(number);

    private void Number(string text, long line)
    {
        NumberSigns signs = CellNumber.Look(text);
        if (signs == NumberSigns.None)
            return;
        if ((signs & ~Signs) != 0)
        {
            foreach (NumberSigns sign in Enum.GetValues<NumberSigns>().Where(s => s != NumberSigns.None && (signs & ~Signs & s) != 0))
                Examples.TryAdd(sign, new Example(line, text));
            Signs |= signs;
        }

        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && MarkNumbers.Contains(number))
            Marks[number] = Marks.GetValueOrDefault(number) + 1;
    }
}
