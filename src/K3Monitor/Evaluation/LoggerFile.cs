using System.Globalization;
using K3Monitor.Measurements;
using nietras.SeparatedValues;

namespace K3Monitor.App.Evaluation;

/// <summary>The samples of one column of a logger's file.</summary>
/// <param name="Name">Name of the column, or of the point in a long file.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Samples">In time order.</param>
internal sealed record LoggerSeries(string Name, Quantity Quantity, IReadOnlyList<Sample> Samples);

/// <summary>A logger's file as read: what could be used, and what was refused line by line.</summary>
/// <param name="Series">The usable columns.</param>
/// <param name="Refused"><c>file:line: column: why</c>.</param>
internal sealed record LoggerReading(IReadOnlyList<LoggerSeries> Series, IReadOnlyList<string> Refused);

/// <summary>How a logger's file is written where it does not say so itself.</summary>
/// <param name="Zone">Zone of times that carry none; null refuses them.</param>
/// <param name="DecimalComma">Whether numbers have a decimal comma.</param>
/// <param name="Gas">Conditions for mg/m³; null refuses them.</param>
internal sealed record LoggerFormat(TimeZoneInfo? Zone = null, bool DecimalComma = false, GasConditions? Gas = null);

/// <summary>
/// Reads a data logger's file. Wide: a <c>time</c> column, then one column a quantity, headed <c>gas.h2s [ppm]</c>
/// (the unit may be left out when it is the canonical one). Long: <c>time, quantity, value</c> and, if wanted,
/// <c>unit</c>, <c>point</c> and <c>quality</c>. Comma, semicolon or tab between columns. A line that cannot be used is
/// refused with its number; the others stand. An empty cell is no sample.
/// </summary>
internal sealed class LoggerFile
{
    private readonly string file;
    private readonly LoggerFormat format;
    private readonly List<string> refused = [];
    private readonly Dictionary<string, (Quantity Quantity, List<Sample> Samples)> series = new(StringComparer.Ordinal);

    private LoggerFile(string file, LoggerFormat format)
    {
        this.file = file;
        this.format = format;
    }

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="InvalidDataException">The header names no time, or no quantity.</exception>
    public static LoggerReading Read(string text, string file, LoggerFormat format)
    {
        var reading = new LoggerFile(file, format);
        string heading = text.TrimStart('\uFEFF').Split('\n', 2)[0];
        string? twice = heading.Split(',', ';', '\t').Select(h => h.Trim()).GroupBy(h => h, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
            throw new InvalidDataException($"{file}:1: two columns are headed '{twice}'");
        using SepReader reader = Sep.Reader(o => o with { HasHeader = true, Unescape = true, DisableColCountCheck = true })
            .FromText(text.TrimStart('\uFEFF'));
        List<string> header = [.. reader.Header.ColNames.Select(n => n.Trim())];
        int time = header.FindIndex(h => h.Equals("time", StringComparison.OrdinalIgnoreCase));
        if (time < 0)
            throw new InvalidDataException($"{file}:1: no column is headed 'time'; found: {string.Join(", ", header)}");
        bool isLong = header.Contains("quantity", StringComparer.OrdinalIgnoreCase) && header.Contains("value", StringComparer.OrdinalIgnoreCase);
        if (isLong)
            reading.ReadLong(reader, header, time);
        else
            reading.ReadWide(reader, header, time);
        return reading.Finish();
    }

    private void ReadWide(SepReader reader, List<string> header, int time)
    {
        var columns = new List<(int Index, string Name, Quantity Quantity, Unit Unit)>();
        for (int i = 0; i < header.Count; i++)
        {
            if (i != time && Heading(header[i]) is { } heading)
                columns.Add((i, header[i], heading.Quantity, heading.Unit));
        }

        if (columns.Count == 0)
            throw new InvalidDataException($"{file}:1: no column is headed by a known quantity; known: {string.Join(", ", QuantityCatalogue.All.Select(q => q.Id).Order(StringComparer.Ordinal))}");
        foreach (SepReader.Row row in reader)
        {
            int line = row.LineNumberFrom;
            if (row.ColCount <= time || Time(row[time].ToString(), line) is not { } at)
                continue;
            foreach ((int index, string name, Quantity quantity, Unit unit) in columns)
            {
                if (index < row.ColCount)
                    Add(name, quantity, unit, at, row[index].ToString(), SampleFlags.None, line);
            }
        }
    }

    private void ReadLong(SepReader reader, List<string> header, int time)
    {
        int Column(string name) => header.FindIndex(h => h.Equals(name, StringComparison.OrdinalIgnoreCase));
        (int quantityAt, int valueAt, int unitAt, int pointAt, int qualityAt) = (Column("quantity"), Column("value"), Column("unit"), Column("point"), Column("quality"));
        foreach (SepReader.Row row in reader)
        {
            int line = row.LineNumberFrom;
            string Cell(SepReader.Row r, int index) => index >= 0 && index < r.ColCount ? r[index].ToString().Trim() : "";
            string id = Cell(row, quantityAt);
            if (!QuantityCatalogue.TryFind(id, out Quantity? quantity))
            {
                Refuse(line, "quantity", $"'{id}' is not a known quantity");
                continue;
            }

            string unitText = Cell(row, unitAt);
            Unit? unit = quantity.Canonical;
            if (unitText.Length > 0 && !UnitCatalogue.TryFind(unitText, out unit))
            {
                Refuse(line, "unit", $"'{unitText}' is not a known unit");
                continue;
            }

            if (Quality(Cell(row, qualityAt), line) is { } flags && Time(Cell(row, time), line) is { } at)
                Add(Cell(row, pointAt) is { Length: > 0 } point ? $"{point} {id}" : id, quantity, unit!, at, Cell(row, valueAt), flags, line);
        }
    }

    private (Quantity Quantity, Unit Unit)? Heading(string heading)
    {
        int bracket = heading.IndexOf('[', StringComparison.Ordinal);
        string id = (bracket < 0 ? heading : heading[..bracket]).Trim();
        if (!QuantityCatalogue.TryFind(id, out Quantity? quantity))
        {
            Refuse(1, heading, "is not a known quantity; the column is left out");
            return null;
        }

        if (bracket < 0)
            return (quantity, quantity.Canonical);
        string unitText = heading[(bracket + 1)..].TrimEnd().TrimEnd(']');
        if (UnitCatalogue.TryFind(unitText, out Unit? unit))
            return (quantity, unit);
        Refuse(1, heading, $"'{unitText}' is not a known unit; the column is left out");
        return null;
    }

    private void Add(string name, Quantity quantity, Unit unit, Instant at, string cell, SampleFlags flags, int line)
    {
        string text = cell.Trim();
        if (text.Length == 0)
            return;
        if (format.DecimalComma)
            text = text.Replace(',', '.');
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            Refuse(line, name, $"'{cell.Trim()}' is not a number");
            return;
        }

        ConversionResult converted = UnitConversion.ToCanonical(value, unit, quantity, format.Gas);
        if (!converted.Succeeded)
            Refuse(line, name, converted.Fault!);
        else if (converted.Value < quantity.PlausibleMin || converted.Value > quantity.PlausibleMax)
            Refuse(line, name, string.Create(CultureInfo.InvariantCulture, $"{converted.Value} {quantity.Canonical} cannot be a measurement ({quantity.PlausibleMin} to {quantity.PlausibleMax})"));
        else
            Series(name, quantity).Add(new Sample(at, converted.Value, flags));
    }

    private List<Sample> Series(string name, Quantity quantity)
    {
        if (!series.TryGetValue(name, out (Quantity, List<Sample> Samples) entry))
            series[name] = entry = (quantity, []);
        return entry.Samples;
    }

    private Instant? Time(string text, int line)
    {
        string trimmed = text.Trim();
        if (long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long epoch) && epoch is > 946_684_800_000 and < 4_102_444_800_000)
            return Instant.FromUnixMilliseconds(epoch);
        if (Plausible(trimmed) is false)
            return Refuse(line, "time", $"'{trimmed}' lies outside the years 2000 to 2099");
        bool hasZone = trimmed.EndsWith('Z') || (trimmed.Length > 10 && trimmed.LastIndexOfAny(['+', '-']) > 10);
        if (hasZone && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset zoned))
            return Instant.FromDateTimeOffset(zoned);
        if (!hasZone && DateTime.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            if (format.Zone is not { } zone)
                return Refuse(line, "time", $"'{trimmed}' has no zone, and none was given with --zone");
            if (zone.IsInvalidTime(local) || zone.IsAmbiguousTime(local))
                return Refuse(line, "time", $"'{trimmed}' is no single instant in {zone.Id}");
            return Instant.FromDateTimeOffset(new DateTimeOffset(local, zone.GetUtcOffset(local)));
        }

        return Refuse(line, "time", $"'{trimmed}' is not a time: ISO 8601, or epoch milliseconds after the year 2000");
    }

    /// <summary>Whether the year at the start can be one in which something was measured; null when there is none.</summary>
    private static bool? Plausible(string text) =>
        text.Length >= 4 && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year) ? year is >= 2000 and < 2100 : null;

    private SampleFlags? Quality(string word, int line)
    {
        switch (word)
        {
            case "" or "good": return SampleFlags.None;
            case "uncertain": return SampleFlags.Uncertain;
            case "bad": return SampleFlags.Bad;
            case "over": return SampleFlags.OverRange;
            case "under": return SampleFlags.UnderRange;
            default:
                Refuse(line, "quality", $"'{word}' is not one of good, uncertain, bad, over, under");
                return null;
        }
    }

    private Instant? Refuse(int line, string column, string why)
    {
        refused.Add($"{file}:{line.ToString(CultureInfo.InvariantCulture)}: {column}: {why}");
        return null;
    }

    private LoggerReading Finish() => new(
        [.. series.Select(s => new LoggerSeries(s.Key, s.Value.Quantity, [.. s.Value.Samples.OrderBy(x => x.Time)]))],
        refused);
}
