namespace K3Monitor.Rules.Limits.Reading;

/// <summary>The words of a pack file for what has a fixed choice.</summary>
internal static class LimitWords
{
    public static readonly Dictionary<string, LimitKind> Kinds = new(StringComparer.Ordinal)
    {
        ["dose"] = LimitKind.Dose,
        ["time-weighted-average"] = LimitKind.TimeWeightedAverage,
        ["short-term"] = LimitKind.ShortTerm,
        ["radiant-exposure"] = LimitKind.RadiantExposure,
        ["ceiling"] = LimitKind.Ceiling,
        ["range"] = LimitKind.Range,
        ["heat-hourly"] = LimitKind.HeatHourly,
        ["data-duty"] = LimitKind.DataDuty,
        ["permitted-duration"] = LimitKind.PermittedDuration,
        ["daily-vibration"] = LimitKind.DailyVibration,
        ["illumination"] = LimitKind.Illumination,
        ["indoor-air"] = LimitKind.IndoorAir,
        ["field-strength"] = LimitKind.FieldStrength,
        ["maximum-peak"] = LimitKind.MaximumPeak,
        ["rest-duty"] = LimitKind.RestDuty,
    };

    public static readonly Dictionary<string, Comparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["above"] = Comparison.Above,
        ["at-or-above"] = Comparison.AtOrAbove,
    };

    public static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["low"] = Severity.Low,
        ["medium"] = Severity.Medium,
        ["high"] = Severity.High,
        ["critical"] = Severity.Critical,
    };

    public static readonly Dictionary<string, Workload> Workloads = new(StringComparer.Ordinal)
    {
        ["light"] = Workload.Light,
        ["moderate"] = Workload.Moderate,
        ["heavy"] = Workload.Heavy,
        ["very-heavy"] = Workload.VeryHeavy,
    };

    public static readonly Dictionary<string, PackUse> Uses = new(StringComparer.Ordinal)
    {
        ["law"] = PackUse.Law,
        ["comparison"] = PackUse.Comparison,
    };

    // Whether the divisor of an average is the shift.
    public static readonly Dictionary<string, bool> Divisors = new(StringComparer.Ordinal) { ["averaging"] = false, ["shift"] = true };

    public static readonly string[] Confidences = ["high", "medium", "low", NoConfidence];

    public static readonly string[] Notations = ["A1", "A2", "A3", "A4", "A5", "skin", "sensitiser", "IPB"];

    public const string NoConfidence = "none";
}
