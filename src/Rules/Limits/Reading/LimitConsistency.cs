using K3Monitor.Measurements;

namespace K3Monitor.Rules.Limits.Reading;

/// <summary>Whether the parts of a limit fit together, by its kind.</summary>
internal static class LimitConsistency
{
    private const string Minutes = "min";

    // The longest rolling window: what is kept in memory of each point, and read back from the store, depends on it.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    public static void Check(Limit limit, YamlFields fields)
    {
        CheckQuantityAndUnit(limit, fields);
        CheckValues(limit, fields);
        CheckAveraging(limit, fields);
        if (limit.Kind == LimitKind.Dose != fields.Has("dose"))
            fields.Fault("dose", limit.Kind == LimitKind.Dose ? "is missing: a dose needs it" : "belongs only to the kind dose");
        if (limit.Kind != LimitKind.DataDuty && !(limit.MinimumCoverage > 0))
            fields.Fault("min_coverage", "must be above 0 and at most 1: without any coverage nothing may be called within");
    }

    private static void CheckQuantityAndUnit(Limit limit, YamlFields fields)
    {
        if (limit.Kind == LimitKind.DataDuty)
        {
            if (limit.Quantity is not null)
                fields.Fault("quantity", "a duty to have data holds for every quantity; leave it out");
            CheckUnit(limit, fields, Minutes);
            return;
        }

        if (limit.Quantity is not { } quantity)
        {
            if (!fields.Has("quantity"))
                fields.Fault("quantity", "is missing");
            return;
        }

        string unit = limit.Kind == LimitKind.Dose ? UnitCatalogue.Percent.Symbol : quantity.Canonical.Symbol;
        CheckUnit(limit, fields, unit);
        string? wrong = limit.Kind switch
        {
            LimitKind.Dose when quantity.Averaging != Averaging.Energy => "a dose needs a quantity that is averaged by energy",
            LimitKind.TimeWeightedAverage or LimitKind.ShortTerm when quantity.Averaging != Averaging.Arithmetic =>
                "an average over time needs a quantity that is averaged arithmetically",
            LimitKind.HeatHourly when quantity != QuantityCatalogue.WetBulbGlobe => $"must be {QuantityCatalogue.WetBulbGlobe.Id}",
            _ => null,
        };
        if (wrong is not null)
            fields.Fault("quantity", wrong);
    }

    private static void CheckUnit(Limit limit, YamlFields fields, string unit)
    {
        if (limit.Unit.Length > 0 && limit.Unit != unit)
            fields.Fault("unit", $"'{limit.Unit}' must be {unit}");
    }

    private static void CheckValues(Limit limit, YamlFields fields)
    {
        if (limit.PatternNotPermitted && limit.Kind != LimitKind.HeatHourly)
            fields.Fault("pattern_not_permitted", "belongs only to the kind heat-hourly");
        if (limit.PatternNotPermitted && fields.Has("value"))
            fields.Fault("value", "a pattern that is not permitted has no value");
        if (!limit.PatternNotPermitted && limit.Kind != LimitKind.Range && !fields.Has("value"))
            fields.Fault("value", "is missing");
        if (limit.Kind is LimitKind.Dose or LimitKind.TimeWeightedAverage or LimitKind.ShortTerm or LimitKind.DataDuty && limit.Value is <= 0)
            fields.Fault("value", "must be above 0");
        if (limit.Kind == LimitKind.Range != fields.Has("lower"))
            fields.Fault("lower", limit.Kind == LimitKind.Range ? "is missing: a range needs it" : "belongs only to the kind range");
        if (limit.LowerValue >= limit.Value)
            fields.Fault("lower", "must be less than value");
    }

    private static void CheckAveraging(Limit limit, YamlFields fields)
    {
        bool needed = limit.Kind is LimitKind.TimeWeightedAverage or LimitKind.ShortTerm or LimitKind.HeatHourly;
        if (needed != fields.Has("averaging"))
            fields.Fault("averaging", needed ? "is missing" : "does not belong to this kind");
        else if (limit.Kind is LimitKind.ShortTerm or LimitKind.HeatHourly && limit.AveragingTime > LongestWindow)
            fields.Fault("averaging", "a rolling window is at most 1h");
    }
}
