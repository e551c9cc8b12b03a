using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Incidents;

/// <summary>One line of the arithmetic: what is computed, and the same with its figures.</summary>
/// <param name="Meaning">In words.</param>
/// <param name="Formula">With symbols and figures; null where words suffice.</param>
internal sealed record ArithmeticLine(string Meaning, string? Formula = null);

/// <summary>
/// Writes out how the exposure of an incident was computed, so that a reader can follow it with a pocket calculator.
/// It repeats figures of the verdict and never judges anew.
/// </summary>
internal sealed class Arithmetic(IStringLocalizer<Ui> text, Display show)
{
    public IReadOnlyList<ArithmeticLine> Of(IncidentDetail incident)
    {
        Limit limit = incident.Verdict.Limit;
        ExposureValue exposure = incident.Verdict.Exposure;
        List<ArithmeticLine> lines = limit.Kind switch
        {
            LimitKind.Dose => Dose(limit, exposure, IsKnownAlone(incident.Verdict)),
            LimitKind.TimeWeightedAverage => Average(limit, exposure, IsKnownAlone(incident.Verdict)),
            LimitKind.ShortTerm => Mean("Arith.ShortTerm", limit, exposure),
            LimitKind.HeatHourly => Mean("Arith.Heat", limit, exposure),
            LimitKind.RadiantExposure => Radiant(limit, exposure),
            LimitKind.DailyVibration => Vibration(limit, exposure),
            LimitKind.PermittedDuration => [new(text["Arith.Permitted"], "√(Σ a²·t ÷ Σ t)"), Against(limit, exposure.Value)],
            LimitKind.FieldStrength => Field(limit, incident),
            LimitKind.IndoorAir when limit.AveragingTime > TimeSpan.Zero => [new(text["Arith.Room"], "Σ x·t ÷ Σ t"), Against(limit, exposure.Value)],
            LimitKind.IndoorAir => Single("Arith.Range", incident),
            LimitKind.Illumination => [new(text["Arith.Light", show.LimitValue(limit)]), Against(limit, incident.Row.Peak)],
            LimitKind.MaximumPeak => [new(text["Arith.Peak", show.Value(limit.CountsAbove ?? 0, limit.Unit), show.Duration(limit.DailyTime!.To), show.LimitValue(limit)]), Against(limit, incident.Row.Peak)],
            LimitKind.RestDuty => [new(text["Arith.Rest", show.LimitValue(limit), show.Duration(limit.RestPerHour ?? TimeSpan.Zero)]), Against(limit, incident.Row.Peak)],
            LimitKind.Ceiling => Single("Arith.Ceiling", incident),
            LimitKind.Range => Single("Arith.Range", incident),
            LimitKind.DataDuty => [new(text["Arith.Duty", show.LimitValue(limit)], $"{show.Reached(limit, incident.Row.Peak)} > {show.LimitValue(limit)}")],
            _ => throw new InvalidOperationException($"Unknown kind {limit.Kind}."),
        };
        if (limit.PatternNotPermitted)
            lines.Add(new ArithmeticLine(text["Reason.PatternNotPermitted"]));
        return lines;
    }

    /// <summary>Whether too little is covered for an estimate, so that what is known alone is what was reached.</summary>
    private static bool IsKnownAlone(Verdict verdict) => (verdict.Reasons & VerdictReasons.KnownPartAlone) != 0;

    /// <summary>How the measured sum stands for the time without data too; nothing where there is no such time, or too much of it.</summary>
    private IEnumerable<ArithmeticLine> Stretched(string unit, ExposureValue exposure, double measured, bool knownAlone)
    {
        if (!knownAlone && exposure.Value is { } value && exposure.Covered < exposure.Window.Duration)
            yield return new(text["Arith.Stretched"], $"{Display.Number(measured)} {unit} × {show.Duration(exposure.Window.Duration)} ÷ {show.Duration(exposure.Covered)} = {Display.Number(value)} {unit}");
    }

    private static double? Measured(ExposureValue exposure, bool knownAlone) =>
        knownAlone ? exposure.Lower : exposure.Value * (exposure.Covered / exposure.Window.Duration);

    private List<ArithmeticLine> Dose(Limit limit, ExposureValue exposure, bool knownAlone)
    {
        if (limit.Dose is not { } dose)
            return [];
        string criterion = Display.Number(dose.CriterionLevel);
        string rate = Display.Number(dose.ExchangeRate);
        string reference = Display.Hours(dose.ReferenceDuration);
        List<ArithmeticLine> lines =
        [
            new(text["Arith.DosePermitted", criterion, rate], $"T(L) = {reference} h ÷ 2^((L − {criterion}) ÷ {rate})"),
            new(text["Arith.DoseSum", Display.Count(exposure.Samples)], "D = 100 % × Σ t ÷ T(L)" + (Measured(exposure, knownAlone) is { } d ? $" = {Display.Number(d)} %" : "")),
            .. Stretched("%", exposure, Measured(exposure, knownAlone) ?? 0, knownAlone),
        ];
        double? reached = knownAlone ? exposure.Lower : exposure.Value;
        if (reached is > 0 and { } sum)
        {
            double level = dose.CriterionLevel + (dose.ExchangeRate * Math.Log2(sum / 100));
            lines.Add(new(text["Arith.DoseLevel", reference], $"L = {criterion} + {rate} × log₂({Display.Number(sum)} ÷ 100) = {Display.Number(level)} dB(A)"));
        }

        lines.Add(Against(limit, reached));
        return lines;
    }

    private List<ArithmeticLine> Average(Limit limit, ExposureValue exposure, bool knownAlone)
    {
        TimeSpan over = limit.DividesByShift ? exposure.Required : limit.AveragingTime;
        string divisor = Display.Hours(over);
        if (Measured(exposure, knownAlone) is not { } value)
            return [new(text["Arith.Average", divisor], $"Σ C·t ÷ {divisor} h"), Against(limit, null)];
        double product = value * over.TotalHours;
        string filled = $"Σ C·t ÷ {divisor} h = {Display.Number(product)} {limit.Unit}·h ÷ {divisor} h = {Display.Number(value)} {limit.Unit}";
        return [new(text["Arith.Average", divisor], filled), .. Stretched(limit.Unit, exposure, value, knownAlone), Against(limit, knownAlone ? exposure.Lower : exposure.Value)];
    }

    private List<ArithmeticLine> Mean(string key, Limit limit, ExposureValue exposure)
    {
        string window = Display.Number(limit.AveragingTime.TotalMinutes);
        string filled = $"Σ x·t ÷ {window} min" + (exposure.Value is { } value ? $" = {Display.Number(value)} {limit.Unit}" : "");
        return [new(text[key, window], filled), Against(limit, exposure.Value)];
    }

    private List<ArithmeticLine> Radiant(Limit limit, ExposureValue exposure) =>
        [new(text["Arith.Radiant"], "Σ E·t" + (exposure.Value is { } sum ? $" = {Display.Number(sum)} {limit.Unit}" : "")), Against(limit, exposure.Value)];

    private List<ArithmeticLine> Vibration(Limit limit, ExposureValue exposure)
    {
        string reached = exposure.Value is { } value ? $" = {Display.Number(value)} {limit.Unit}" : "";
        ArithmeticLine line = limit.Quantity?.Canonical.Dimension == Dimension.VibrationDose
            ? new(text["Arith.VibrationDose"], "(Σ VDV⁴)^¼" + reached)
            : new(text["Arith.Vibration", Display.Hours(limit.AveragingTime)], $"√(Σ a²·t ÷ {Display.Hours(limit.AveragingTime)} h)" + reached);
        return [line, Against(limit, exposure.Value)];
    }

    private List<ArithmeticLine> Field(Limit limit, IncidentDetail incident)
    {
        if (limit.AveragingTime == TimeSpan.Zero)
            return Single("Arith.Ceiling", incident);
        if (limit.Quantity?.Canonical.Dimension == Dimension.Irradiance)
            return Mean("Arith.Density", limit, incident.Verdict.Exposure);
        string window = Display.Number(limit.AveragingTime.TotalMinutes);
        string filled = $"√(Σ x²·t ÷ {window} min)" + (incident.Verdict.Exposure.Value is { } value ? $" = {Display.Number(value)} {limit.Unit}" : "");
        return [new(text["Arith.Field", window], filled), Against(limit, incident.Verdict.Exposure.Value)];
    }

    private List<ArithmeticLine> Single(string key, IncidentDetail incident)
    {
        Limit limit = incident.Verdict.Limit;
        return [new(text[key, show.LimitValue(limit)]), Against(limit, incident.Row.Peak)];
    }

    private ArithmeticLine Against(Limit limit, double? value)
    {
        string meaning = text["Arith.Against"];
        if (value is not { } reached)
            return new(meaning, $"{text["Common.NoData"]} / {show.LimitValue(limit)}");
        string sign = limit.Comparison == Comparison.AtOrAbove ? "≥" : ">";
        if (limit.LowerValue is { } low && reached < low)
            return new(meaning, $"{show.Value(reached, limit.Unit)} < {show.Value(low, limit.Unit)}");
        if (limit.Value is not { } high)
            return new(meaning, $"{show.Value(reached, limit.Unit)} / {show.LimitValue(limit)}");
        bool beyond = limit.Comparison == Comparison.AtOrAbove ? reached >= high : reached > high;
        return new(meaning, $"{show.Value(reached, limit.Unit)} {(beyond ? sign : "≤")} {show.Value(high, limit.Unit)}");
    }
}
