using K3Monitor.Measurements;

namespace K3Monitor.Rules.Limits.Reading;

/// <summary>Whether the parts of a limit fit together, by its kind.</summary>
internal static class LimitConsistency
{
    private const string Minutes = "min";

    // The longest rolling window: what is kept in memory of each point, and read back from the store, depends on it.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    // The keys that belong only to some kinds; where the flag is set, those kinds need it.
    private static readonly (string Key, LimitKind[] Kinds, bool Needed)[] OwnKeys =
    [
        ("dose", [LimitKind.Dose], true),
        ("daily_time", [LimitKind.PermittedDuration, LimitKind.MaximumPeak], true),
        ("counts_above", [LimitKind.MaximumPeak], true),
        ("rest_per_hour", [LimitKind.RestDuty], true),
        ("pattern_not_permitted", [LimitKind.HeatHourly], false),
        ("divisor", [LimitKind.TimeWeightedAverage], false),
        ("formula", [LimitKind.FieldStrength], false),
        ("frequency", [LimitKind.FieldStrength], true),
        ("lower", [LimitKind.Range, LimitKind.Illumination, LimitKind.IndoorAir], false),
    ];

    public static void Check(Limit limit, YamlFields fields)
    {
        CheckQuantity(limit, fields);
        CheckUnit(limit, fields);
        CheckOwnKeys(limit, fields);
        CheckValues(limit, fields);
        CheckAveraging(limit, fields);
        CheckJudging(limit, fields);
        CheckCas(limit, fields);
    }

    private static void CheckQuantity(Limit limit, YamlFields fields)
    {
        if (limit.Quantity is not { } quantity)
        {
            if (!fields.Has("quantity") && limit.Kind != LimitKind.DataDuty)
                fields.Fault("quantity", "is missing");
            return;
        }

        string? wrong = limit.Kind switch
        {
            LimitKind.Dose when quantity.Averaging != Averaging.Energy => "a dose needs a quantity that is averaged by energy",
            LimitKind.TimeWeightedAverage or LimitKind.ShortTerm when quantity.Averaging != Averaging.Arithmetic =>
                "an average over time needs a quantity that is averaged arithmetically",
            LimitKind.HeatHourly or LimitKind.RestDuty when quantity != QuantityCatalogue.WetBulbGlobe => $"must be {QuantityCatalogue.WetBulbGlobe.Id}",
            LimitKind.DailyVibration when quantity.Canonical.Dimension is not (Dimension.Acceleration or Dimension.VibrationDose) =>
                "daily vibration needs an acceleration or a vibration dose value",
            LimitKind.RadiantExposure when quantity.Canonical.Dimension != Dimension.Irradiance => "radiation gathered over time needs an irradiance",
            LimitKind.Illumination when quantity.Canonical.Dimension != Dimension.Illuminance => "illumination needs an illuminance",
            LimitKind.FieldStrength when quantity.Canonical.Dimension is not (Dimension.ElectricField or Dimension.MagneticField or Dimension.FluxDensity or Dimension.Irradiance) =>
                "a field strength needs a field, a flux density or a power density",
            LimitKind.IndoorAir when limit.AveragingTime > TimeSpan.Zero && quantity.Averaging != Averaging.Arithmetic =>
                "an average over time needs a quantity that is averaged arithmetically",
            _ => null,
        };
        if (wrong is not null)
            fields.Fault("quantity", wrong);
    }

    private static void CheckUnit(Limit limit, YamlFields fields)
    {
        string? unit = limit.Kind switch
        {
            LimitKind.DataDuty => Minutes,
            LimitKind.Dose => UnitCatalogue.Percent.Symbol,
            LimitKind.RadiantExposure => UnitCatalogue.MillijoulePerSquareCentimetre.Symbol,
            _ => limit.Quantity?.Canonical.Symbol,
        };
        if (unit is not null && limit.Unit.Length > 0 && limit.Unit != unit)
            fields.Fault("unit", $"'{limit.Unit}' must be {unit}");
    }

    private static void CheckOwnKeys(Limit limit, YamlFields fields)
    {
        foreach ((string key, LimitKind[] kinds, bool needed) in OwnKeys)
        {
            bool belongs = kinds.Contains(limit.Kind);
            if (fields.Has(key) && !belongs)
                fields.Fault(key, $"belongs only to the kind {string.Join(" or ", kinds.Select(Word))}");
            else if (needed && belongs && !fields.Has(key))
                fields.Fault(key, $"is missing: the kind {Word(limit.Kind)} needs it");
        }
    }

    private static void CheckValues(Limit limit, YamlFields fields)
    {
        bool hasFigure = fields.Has("value") || fields.Has("lower") || fields.Has("formula");
        if (limit.PatternNotPermitted || limit.FigureNotFound)
        {
            if (hasFigure)
                fields.Fault("value", limit.FigureNotFound ? "a figure that was not found has no value" : "a pattern that is not permitted has no value");
            return;
        }

        if (limit.Kind == LimitKind.Range && !fields.Has("lower"))
            fields.Fault("lower", "is missing: a range needs it");
        bool lowerIsEnough = limit.Kind is LimitKind.Range or LimitKind.Illumination or LimitKind.IndoorAir && fields.Has("lower");
        bool formulaIsEnough = limit.Kind == LimitKind.FieldStrength && fields.Has("formula");
        if (!fields.Has("value") && !lowerIsEnough && !formulaIsEnough && limit.Kind != LimitKind.Range)
            fields.Fault("value", "is missing");
        bool positive = limit.Kind is LimitKind.Dose or LimitKind.TimeWeightedAverage or LimitKind.ShortTerm or LimitKind.DataDuty or LimitKind.PermittedDuration
            or LimitKind.DailyVibration or LimitKind.RadiantExposure;
        if (positive && limit.Value is <= 0)
            fields.Fault("value", "must be above 0");
        if (limit.LowerValue >= limit.Value)
            fields.Fault("lower", "must be less than value");
        if (limit.CountsAbove >= limit.Value)
            fields.Fault("counts_above", "must be less than value");
    }

    private static void CheckAveraging(Limit limit, YamlFields fields)
    {
        bool needed = limit.Kind is LimitKind.TimeWeightedAverage or LimitKind.ShortTerm or LimitKind.HeatHourly or LimitKind.DailyVibration;
        bool permitted = needed || limit.Kind is LimitKind.IndoorAir or LimitKind.FieldStrength;
        if (needed && !fields.Has("averaging"))
            fields.Fault("averaging", "is missing");
        else if (!permitted && fields.Has("averaging"))
            fields.Fault("averaging", "does not belong to this kind");
        else if (limit.Kind is LimitKind.ShortTerm or LimitKind.HeatHourly or LimitKind.FieldStrength && limit.AveragingTime > LongestWindow)
            fields.Fault("averaging", "a rolling window is at most 1h");
    }

    private static void CheckJudging(Limit limit, YamlFields fields)
    {
        bool isJudged = limit.NotJudged is null;
        bool hasArithmetic = limit.Kind.HasArithmetic(limit.Quantity);
        if (isJudged && !hasArithmetic)
            fields.Fault("not_judged", $"is missing: the kind {Word(limit.Kind)} of {limit.Quantity} is not judged automatically, and the reason must be told");
        if (isJudged && limit.Formula is { } formula && FrequencyFormula.Read(formula) is null)
            fields.Fault("formula", $"'{formula}' must be '{FrequencyFormula.Form}', or the limit must say in not_judged why it is not judged");
        if (isJudged && limit.FigureNotFound)
            fields.Fault("not_judged", "is missing: without a figure nothing can be judged, and the reason must be told");
        if (limit.FigureNotFound != (limit.Confidence == LimitWords.NoConfidence))
            fields.Fault("confidence", "must be none where no figure was found, and only there");
        if (isJudged && limit.Kind != LimitKind.DataDuty && hasArithmetic && !(limit.MinimumCoverage > 0))
            fields.Fault("min_coverage", "must be above 0 and at most 1: without any coverage nothing may be called within");
    }

    private static void CheckCas(Limit limit, YamlFields fields)
    {
        if (limit.Cas is not { } cas)
            return;
        if (!CasNumber.IsSound(cas))
            fields.Fault("cas", $"'{cas}' is not a CAS number: its check digit or its form is wrong");
        else if (limit.Quantity?.Agent is { } agent && agent.Cas != cas)
            fields.Fault("cas", $"'{cas}' is another substance than that of {limit.Quantity.Id}, {agent.Cas}");
    }

    private static string Word(LimitKind kind) => LimitWords.Kinds.First(k => k.Value == kind).Key;
}
