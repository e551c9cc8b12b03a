using static K3Monitor.Rules.Calc.CalcKey;

namespace K3Monitor.Rules.Calc;

/// <summary>Durations and periods in the spellings that topics accept.</summary>
internal static class GivenTimes
{
    /// <summary>The spellings of a duration, for the list of keys.</summary>
    internal const string Spellings = "hours|h|minutes|min|seconds|s";

    private static readonly (string Key, double PerHour)[] Units =
    [
        ("hours", 1), ("h", 1), ("minutes", 60), ("min", 60), ("seconds", 3600), ("s", 3600),
    ];

    internal static CalcKey Periods(string key, string value) =>
        Needed(key, $"row of objects, each with {value} and a duration 0 or more ({Spellings})");

    /// <summary>The duration of a row in hours.</summary>
    internal static double Hours(GivenReader row)
    {
        string? key = row.FirstOf([.. Units.Select(u => u.Key)]);
        if (key is null)
        {
            row.Missing("hours");
            return double.NaN;
        }
        double perHour = Array.Find(Units, u => u.Key == key).PerHour;
        return row.Number(key, new Allowed(0, Allowed.Hours.High * perHour)) / perHour;
    }

    /// <summary>A number under whichever of its spellings is present; the first is named when none is.</summary>
    internal static double NumberOf(GivenReader row, Allowed allowed, params ReadOnlySpan<string> keys) =>
        row.Number(row.FirstOf(keys) ?? keys[0], allowed);

    /// <summary>As <see cref="NumberOf"/> for a number or a row of numbers.</summary>
    internal static Series SeriesOf(GivenReader row, Allowed allowed, params ReadOnlySpan<string> keys) =>
        row.Series(row.FirstOf(keys) ?? keys[0], allowed);

    /// <summary>Rows of a value and its hours.</summary>
    internal static (double Value, double Hours)[] Read(IEnumerable<GivenReader> rows, Func<GivenReader, double> value) =>
        [.. rows.Select(r => (value(r), Hours(r)))];
}
