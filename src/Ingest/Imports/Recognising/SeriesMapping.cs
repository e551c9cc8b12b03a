using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Imports.Rows;
using K3Monitor.Inspection.Imports;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>Finds where each column, or each channel of a long file, belongs. Pure.</summary>
internal sealed class SeriesMapping(ImportTargets targets, ImportDeclaration declared, Findings findings)
{
    private readonly Dictionary<string, string> taken = new(StringComparer.Ordinal);
    private readonly GasConditions? gas = declared is { Temperature: { } t, Pressure: { } p } ? new GasConditions(t, p) : null;

    /// <summary>The series of a wide file, by column.</summary>
    public IReadOnlyList<SeriesPlan> Wide(Head head, Layout layout)
    {
        var byColumn = new Dictionary<int, ColumnDeclaration>();
        foreach (ColumnDeclaration column in declared.Columns)
        {
            if (head.Columns.Find(column.Column, "--map", findings) is { } index && !byColumn.TryAdd(index, column))
                findings.Fault("--map", $"column '{column.Column}' is mapped twice");
        }

        var series = new List<SeriesPlan>();
        for (int i = 0; i < head.Columns.Count; i++)
        {
            if (!head.Time.Contains(i) && i != layout.Quality && One(head.Columns[i], UnitInName.Of(head.Columns[i]), byColumn.GetValueOrDefault(i)) is { } plan)
                series.Add(plan with { Column = i });
        }

        return series;
    }

    /// <summary>The series of a long file.</summary>
    public IReadOnlyList<SeriesPlan> Long(IEnumerable<SeriesLook> looks)
    {
        Dictionary<string, ColumnDeclaration> byName = declared.Columns.GroupBy(c => c.Column).ToDictionary(g => g.Key, g => g.Last());
        List<SeriesPlan> series = [];
        foreach (SeriesLook look in looks)
        {
            if (look.Units.Count > 1)
                findings.Fault("--unit-column", $"'{look.Name}' has values in several units: {string.Join(", ", look.Units)}");
            else if (One(look.Name, look.Units.FirstOrDefault() ?? UnitInName.Of(look.Name), byName.GetValueOrDefault(look.Name)) is { } plan)
                series.Add(plan);
        }

        foreach (string absent in byName.Keys.Where(n => looks.All(l => l.Name != n)))
            findings.Fault("--map", $"no line has the channel '{absent}'");
        return series;
    }

    private SeriesPlan? One(string name, string? writtenUnit, ColumnDeclaration? column)
    {
        if (TargetOf(name, column) is not { } target)
            return null;
        if (!taken.TryAdd(target.Name, name))
        {
            findings.Fault("--map", $"'{taken[target.Name]}' and '{name}' both go to {target.Name}");
            return null;
        }

        if (UnitOf(name, writtenUnit, column, target) is not { } unit)
            return null;
        ConversionResult trial = UnitConversion.ToCanonical(1, unit, target.Quantity, gas);
        if (!trial.Succeeded)
        {
            findings.Fault(gas is null && unit.Dimension != target.Quantity.Canonical.Dimension ? "--temperature and --pressure, or --map" : "--map", $"'{name}' to {target.Name}: {trial.Fault}");
            return null;
        }

        return new SeriesPlan(name, -1, target, unit, column?.Lod, column?.Top);
    }

    private ImportTarget? TargetOf(string name, ColumnDeclaration? column)
    {
        if (column is not null)
        {
            ImportTarget? named = targets.Named(column.Target, out string why);
            if (named is null)
                findings.Fault("--map", $"'{name}': {why}");
            return named;
        }

        IReadOnlyList<ImportTarget> meant = targets.Meant(ColumnNames.Bare(name), declared.Device);
        if (meant.Count == 1)
            return meant[0];
        if (meant.Count > 1)
            findings.Fault("--map", $"'{name}' may be {string.Join(" or ", meant.Select(m => m.Name).Take(10))}; --device or --map decides");
        else
            findings.LeaveOut($"{name}: no channel or point of the site is called so; --map '{name}=…' if it belongs to one");
        return null;
    }

    private Unit? UnitOf(string name, string? written, ColumnDeclaration? column, ImportTarget target)
    {
        string? text = column?.Unit ?? written;
        if (text is not null)
        {
            if (UnitCatalogue.TryFind(text, out Unit? known))
            {
                findings.Choose($"columns: {name}", column?.Unit is null ? null : $"{target.Name} [{known}]", $"{target.Name} [{known}]", $"{(column is null ? "its name; " : "")}the unit stands in the file");
                return known;
            }

            findings.Fault("--map", $"'{name}': '{text}' is no known unit");
            return null;
        }

        if (name.EndsWith(']') && name.Contains('[', StringComparison.Ordinal))
        {
            findings.Fault("--map", $"'{name}': what stands in its brackets is no known unit");
            return null;
        }

        if (target.Unit is { } own)
        {
            findings.Choose($"columns: {name}", null, $"{target.Name} [{own}]", $"{(column is null ? "its name; " : "")}the file names no unit, so the channel's own");
            return own;
        }

        findings.Fault("--map", $"'{name}': neither the file nor the channel names a unit: --map '{name}={target.Name}[unit]'");
        return null;
    }
}
