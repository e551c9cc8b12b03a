namespace K3Monitor.Rules.Limits.Reading;

/// <summary>Reads the parts of a limit that are mappings or lists of their own.</summary>
internal sealed class LimitPartsReader(Action<int, string, string> tell)
{
    public LocalText Text(YamlFields fields, string key) =>
        fields.Required(key) is { } item ? Text(item, fields.PathOf(key)) : new LocalText(string.Empty, string.Empty);

    public LocalText Text(YamlItem item, string path)
    {
        var languages = new YamlFields(item, path, tell);
        var text = new LocalText(languages.Text("id"), languages.Text("en"));
        languages.TellUnknown();
        return text;
    }

    public (DateOnly From, DateOnly? To) InForce(YamlFields fields, string key)
    {
        if (fields.Optional(key) is not { } item)
            return (DateOnly.MinValue, null);
        var inForce = new YamlFields(item, fields.PathOf(key), tell);
        inForce.Required("from");
        DateOnly from = inForce.OptionalDay("from") ?? DateOnly.MinValue;
        DateOnly? to = inForce.OptionalDay("to");
        if (to <= from)
            inForce.Fault("to", "must be after from: it is the first day on which it no longer holds");
        inForce.TellUnknown();
        return (from, to);
    }

    public DoseParameters? Dose(YamlFields fields)
    {
        if (fields.Optional("dose") is not { } item)
            return null;
        var dose = new YamlFields(item, fields.PathOf("dose"), tell);
        double criterion = dose.Number("criterion", 1, 200);
        double rate = dose.Number("exchange_rate", 0.1, 20);
        dose.Required("reference");
        TimeSpan reference = dose.OptionalDuration("reference") ?? TimeSpan.FromHours(8);
        double? threshold = dose.OptionalNumber("threshold", 0, 200);
        dose.TellUnknown();
        return new DoseParameters(criterion, rate, reference, threshold);
    }

    public AreaConditions Conditions(YamlFields fields)
    {
        if (fields.Optional("applies") is not { } item)
            return new AreaConditions();
        var applies = new YamlFields(item, fields.PathOf("applies"), tell);
        var conditions = new AreaConditions(
            applies.OptionalWord("workload", LimitWords.Workloads),
            applies.OptionalNumber("work_share_above", 0, 100),
            applies.OptionalNumber("work_share_to", 0, 100),
            applies.OptionalFlag("confined_space"),
            applies.OptionalFlag("office"),
            applies.OptionalFlag("outdoor"),
            (int?)applies.OptionalNumber("lighting_class", 1, 8));
        if (conditions.WorkShareFrom >= conditions.WorkShareTo)
            applies.Fault("work_share_above", "must be less than work_share_to");
        applies.TellUnknown();
        return conditions;
    }

    public Verification Verification(YamlFields fields)
    {
        if (fields.Required("verification") is not { } item || item.Scalar == "unverified")
            return new Verification();
        var verified = new YamlFields(item, fields.PathOf("verification"), tell);
        string by = verified.Text("by");
        verified.Required("on");
        var verification = new Verification(by, verified.OptionalDay("on"), verified.Text("against"));
        verified.TellUnknown();
        return verification;
    }

    public DailyTime? DailyTime(YamlFields fields)
    {
        if (fields.Optional("daily_time") is not { } item)
            return null;
        var daily = new YamlFields(item, fields.PathOf("daily_time"), tell);
        TimeSpan? from = daily.OptionalDuration("from");
        daily.Required("to");
        TimeSpan to = daily.OptionalDuration("to") ?? TimeSpan.MaxValue;
        if (from >= to)
            daily.Fault("from", "must be less than to");
        daily.TellUnknown();
        return new DailyTime(from, to);
    }

    public FrequencyBand? Frequency(YamlFields fields)
    {
        if (fields.Optional("frequency") is not { } item)
            return null;
        var band = new YamlFields(item, fields.PathOf("frequency"), tell);
        band.Required("from");
        band.Required("to");
        double from = band.OptionalFrequency("from") ?? 0;
        double to = band.OptionalFrequency("to") ?? double.MaxValue;
        if (from >= to)
            band.Fault("from", "must be less than to");
        band.TellUnknown();
        return new FrequencyBand(from, to);
    }

    public MetabolicRate? MetabolicRate(YamlFields fields)
    {
        if (fields.Optional("kcal_per_hour") is not { } item)
            return null;
        var rate = new YamlFields(item, fields.PathOf("kcal_per_hour"), tell);
        double from = rate.Number("from", 0, 2000);
        double? to = rate.OptionalNumber("to", 0, 2000);
        if (to <= from)
            rate.Fault("to", "must be more than from");
        rate.TellUnknown();
        return new MetabolicRate(from, to);
    }

    public FigureInUnit? Equivalent(YamlFields fields)
    {
        if (fields.Optional("equivalent") is not { } item)
            return null;
        var same = new YamlFields(item, fields.PathOf("equivalent"), tell);
        var figure = new FigureInUnit(same.Number("value", -1e6, 1e6), same.Text("unit"));
        if (figure.Unit.Length > 0 && !Measurements.UnitCatalogue.Symbols.Contains(figure.Unit))
            same.Fault("unit", $"'{figure.Unit}' must be one of {string.Join(", ", Measurements.UnitCatalogue.Symbols.Order(StringComparer.Ordinal))}");
        same.TellUnknown();
        return figure;
    }

    public static IReadOnlyList<string> Notation(YamlFields fields)
    {
        if (fields.Optional("notation") is not { } item)
            return [];
        List<string> words = [.. (item.Items ?? [item]).Select(i => i.Scalar ?? i.Kind)];
        foreach (string word in words.Where(w => !LimitWords.Notations.Contains(w, StringComparer.Ordinal)))
            fields.Fault("notation", $"'{word}' must be one of {string.Join(", ", LimitWords.Notations)}");
        return words;
    }
}
