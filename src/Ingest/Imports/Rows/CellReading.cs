using System.Globalization;
using K3Monitor.Ingest.Imports.Cells;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Rows;

/// <summary>What one cell came to.</summary>
/// <param name="Sample">The sample; null when nothing was measured, or when <paramref name="Reason"/> says why it is refused.</param>
/// <param name="Channel">The channel that it belongs to.</param>
/// <param name="Point">The point, when the channel measured for one.</param>
/// <param name="Reason">Stable code of a refusal; null for none.</param>
/// <param name="Detail">Why.</param>
internal readonly record struct ReadCell(ChannelSample? Sample, TargetChannel? Channel, int? Point, string? Reason, string Detail)
{
    public static ReadCell Missing { get; } = new(null, null, null, null, "");

    public static ReadCell Refuse(string reason, string detail) => new(null, null, null, reason, detail);
}

/// <summary>Makes a cell a sample: number, unit, range, calibration, marks. Pure.</summary>
internal sealed class CellReading(ImportPlan plan, Instant received)
{
    private const double Same = 1e-9;

    /// <summary>Reads a cell of a series at a time.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="series">The series.</param>
    /// <param name="time">When.</param>
    /// <param name="marks">What is known against the whole line.</param>
    public ReadCell Read(string cell, SeriesPlan series, Instant time, SampleFlags marks)
    {
        CellValue value = CellValue.Read(cell);
        if (value.Kind == CellKind.Missing || plan.MissingWords.Contains(cell))
            return ReadCell.Missing;
        if (series.Target.At(time) is not { } channel)
            return ReadCell.Refuse("point.no-channel", $"no channel measured for {series.Target.Name} then");
        double number;
        if (value.Rest.Length == 0)
        {
            if (Bound(value.Kind, series, channel.Channel) is not { } bound)
                return ReadCell.Refuse("value.bound-unknown", $"'{cell}': nobody has said where the {(value.Kind == CellKind.Below ? "limit of detection (lod)" : "range (top)")} lies");
            number = bound;
        }
        else if (!CellNumber.Read(value.Rest, plan.Point, plan.Group, out number))
        {
            return ReadCell.Refuse("value.not-a-number", $"'{Cut(cell)}' is no number");
        }
        else if (value.Kind == CellKind.Plain && plan.MissingNumbers.Any(m => Math.Abs(m - number) <= Math.Abs(m) * Same))
        {
            return ReadCell.Missing;
        }

        return Convert(number, value.Kind, series, channel, time, marks);
    }

    private ReadCell Convert(double number, CellKind kind, SeriesPlan series, TargetChannel channel, Instant time, SampleFlags marks)
    {
        Quantity quantity = series.Target.Quantity;
        ConversionResult converted = UnitConversion.ToCanonical(number, series.Unit, quantity, plan.Gas);
        if (!converted.Succeeded)
            return ReadCell.Refuse("unit.not-convertible", converted.Fault!);
        if (converted.Value < quantity.PlausibleMin || converted.Value > quantity.PlausibleMax)
        {
            return ReadCell.Refuse("value.implausible", string.Create(
                CultureInfo.InvariantCulture, $"{number} {series.Unit} cannot be a measurement ({quantity.PlausibleMin} to {quantity.PlausibleMax} {quantity.Canonical})"));
        }

        SampleFlags flags = marks | SampleFlags.Imported | Normaliser.Clock(time, received) | OfKind(kind) | OfRange(converted.Value, kind, channel.Channel, quantity)
            | (channel.Channel.CalibrationDue is { } due && time >= due ? SampleFlags.CalibrationLapsed : SampleFlags.None);
        var sample = new ChannelSample(channel.Channel.ChannelId, new Sample(time, converted.Value, flags), ChannelSample.NoSequence, received);
        return new ReadCell(sample, channel, channel.Channel.PointAt(time), null, "");
    }

    private static SampleFlags OfKind(CellKind kind) => kind switch
    {
        CellKind.Below => SampleFlags.UnderRange,
        CellKind.Above => SampleFlags.OverRange,
        _ => SampleFlags.None,
    };

    private SampleFlags OfRange(double canonical, CellKind kind, ChannelTopology channel, Quantity quantity)
    {
        if (kind != CellKind.Plain)
            return SampleFlags.None;
        if (Canonical(channel.RangeMax, channel, quantity) is { } top && canonical >= top)
            return SampleFlags.OverRange;
        return Canonical(channel.RangeMin, channel, quantity) is { } bottom && canonical < bottom ? SampleFlags.UnderRange : SampleFlags.None;
    }

    private double? Canonical(double? end, ChannelTopology channel, Quantity quantity) =>
        end is { } value && channel.Unit is { } unit && UnitConversion.ToCanonical(value, unit, quantity, plan.Gas) is { Succeeded: true } converted ? converted.Value : null;

    /// <summary>Where a word stands for an end of the range, in the file's unit.</summary>
    private double? Bound(CellKind kind, SeriesPlan series, ChannelTopology channel)
    {
        if (kind == CellKind.Below)
            return series.Lod;
        if (series.Top is { } declared)
            return declared;
        return channel.RangeMax is { } top && channel.Unit is { } unit
            && UnitConversion.Convert(top, unit, series.Unit, series.Target.Quantity, plan.Gas) is { Succeeded: true } converted ? converted.Value : null;
    }

    private static string Cut(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
