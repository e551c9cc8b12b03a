using System.Globalization;
using K3Monitor.Ingest.Imports.Rows;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Inspection.Imports;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>
/// Finds the numbers that mean that nothing was measured. One that no sensor of the quantity can measure is such a mark when it
/// stands there twice; one that could be measured is never guessed. Pure.
/// </summary>
internal static class MarkRecognition
{
    private const int Often = 2;

    /// <summary>The numbers; faults name those that somebody must decide.</summary>
    public static IReadOnlyList<double> Numbers(IReadOnlyList<(SeriesPlan Plan, SeriesLook Look)> series, ImportDeclaration declared, GasConditions? gas, Findings findings)
    {
        List<double> given = Parsed(declared.Missing);
        List<double> values = Parsed(declared.Numbers);
        var recognised = new List<double>();
        foreach (IGrouping<double, (SeriesPlan Plan, double Mark, long Count)> mark in series
            .SelectMany(s => s.Look.Marks.Select(m => (s.Plan, Mark: m.Key, Count: m.Value))).GroupBy(m => m.Mark).OrderBy(g => g.Key))
        {
            if (given.Contains(mark.Key) || values.Contains(mark.Key))
                continue;
            string text = mark.Key.ToString(CultureInfo.InvariantCulture);
            string where = string.Join(", ", mark.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Count} in {m.Plan.Name}")));
            SeriesPlan? possible = mark.Select(m => m.Plan).FirstOrDefault(p => CanBe(mark.Key, p, gas));
            if (possible is null && mark.Sum(m => m.Count) >= Often)
            {
                recognised.Add(mark.Key);
                findings.Choose("missing", null, text, $"cannot be measured, and stands there often: {where}");
            }
            else if (possible is not null && !LooksMeasured(mark.Key))
            {
                findings.Fault("--missing", $"{text} may mean that nothing was measured, and may be measured in {possible.Name} ({where}): --missing {text}, or --number {text} if it was measured");
            }
        }

        foreach (string word in declared.Missing)
            findings.Choose("missing", word, null, "");
        return [.. given, .. recognised];
    }

    /// <summary>Numbers of a list of texts, written with a dot.</summary>
    public static List<double> Parsed(IReadOnlyList<string> texts) =>
        [.. texts.Where(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out _)).Select(t => double.Parse(t, NumberStyles.Float, CultureInfo.InvariantCulture))];

    /// <summary>-1 as a small offset of a gas sensor at zero is a measurement like -2; it is a mark only where it cannot be one.</summary>
    private static bool LooksMeasured(double mark) => mark == -1;

    private static bool CanBe(double mark, SeriesPlan plan, GasConditions? gas)
    {
        if (Sentinels.Match(plan.Target.Channels[0].Channel.Name, mark, []) is not null)
            return false;
        ConversionResult converted = UnitConversion.ToCanonical(mark, plan.Unit, plan.Target.Quantity, gas);
        return converted.Succeeded && converted.Value >= plan.Target.Quantity.PlausibleMin && converted.Value <= plan.Target.Quantity.PlausibleMax;
    }
}
