using K3Monitor.Measurements;

namespace K3Monitor.Rules.Limits.Reading;

/// <summary>What a limit takes over from its pack.</summary>
/// <param name="Id">Identifier of the pack.</param>
/// <param name="Edition">Its edition.</param>
/// <param name="Instrument">How it is cited.</param>
/// <param name="Advice">The lists of advice that limits name.</param>
internal sealed record PackHead(string Id, string Edition, string Instrument, IReadOnlyDictionary<string, IReadOnlyList<LocalText>> Advice);

/// <summary>Reads one limit of a pack file.</summary>
internal sealed class LimitReader(PackHead head, Action<int, string, string> tell)
{
    private static readonly Dictionary<string, LimitKind> Kinds = new(StringComparer.Ordinal)
    {
        ["dose"] = LimitKind.Dose,
        ["time-weighted-average"] = LimitKind.TimeWeightedAverage,
        ["short-term"] = LimitKind.ShortTerm,
        ["ceiling"] = LimitKind.Ceiling,
        ["range"] = LimitKind.Range,
        ["heat-hourly"] = LimitKind.HeatHourly,
        ["data-duty"] = LimitKind.DataDuty,
    };

    private static readonly Dictionary<string, Comparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["above"] = Comparison.Above,
        ["at-or-above"] = Comparison.AtOrAbove,
    };

    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["low"] = Severity.Low,
        ["medium"] = Severity.Medium,
        ["high"] = Severity.High,
        ["critical"] = Severity.Critical,
    };

    private static readonly Dictionary<string, Workload> Workloads = new(StringComparer.Ordinal)
    {
        ["light"] = Workload.Light,
        ["moderate"] = Workload.Moderate,
        ["heavy"] = Workload.Heavy,
        ["very-heavy"] = Workload.VeryHeavy,
    };

    private static readonly Dictionary<string, string> Confidences =
        new[] { "high", "medium", "low" }.ToDictionary(c => c, c => c, StringComparer.Ordinal);

    /// <summary>The limit; its faults, if any, have been told, and it must then not be used.</summary>
    public Limit Read(YamlItem item, string path)
    {
        var fields = new YamlFields(item, path, tell);
        string id = fields.Text("id");
        fields.Required("kind");
        LimitKind? kind = fields.OptionalWord("kind", Kinds);
        DoseParameters? dose = ReadDose(fields);
        var limit = new Limit
        {
            Id = $"{head.Id}/{id}",
            Edition = head.Edition,
            PackId = head.Id,
            Instrument = head.Instrument,
            Title = ReadText(fields, "title"),
            Article = ReadText(fields, "article"),
            Kind = kind ?? LimitKind.Ceiling,
            Quantity = ReadQuantity(fields),
            Value = fields.OptionalNumber("value", -1e6, 1e6),
            LowerValue = fields.OptionalNumber("lower", -1e6, 1e6),
            Unit = fields.Text("unit"),
            Comparison = fields.OptionalWord("comparison", Comparisons) ?? Comparison.Above,
            AveragingTime = fields.OptionalDuration("averaging") ?? (kind == LimitKind.Dose ? dose?.ReferenceDuration : null) ?? TimeSpan.Zero,
            Dose = dose,
            MinimumCoverage = fields.OptionalNumber("min_coverage", 0, 1) ?? 0,
            Applies = ReadConditions(fields),
            PatternNotPermitted = fields.OptionalFlag("pattern_not_permitted") ?? false,
            Severity = fields.Required("severity") is null ? Severity.Low : fields.OptionalWord("severity", Severities) ?? Severity.Low,
            Advice = ReadAdvice(fields),
            Verification = ReadVerification(fields),
            Source = fields.Text("source"),
            Confidence = ReadConfidence(fields),
        };
        if (kind is not null)
            LimitConsistency.Check(limit, fields);
        fields.TellUnknown();
        return limit;
    }

    internal LocalText ReadText(YamlFields fields, string key)
    {
        if (fields.Required(key) is not { } item)
            return new LocalText(string.Empty, string.Empty);
        return ReadText(item, fields.PathOf(key));
    }

    internal LocalText ReadText(YamlItem item, string path)
    {
        var languages = new YamlFields(item, path, tell);
        var text = new LocalText(languages.Text("id"), languages.Text("en"));
        languages.TellUnknown();
        return text;
    }

    private static Quantity? ReadQuantity(YamlFields fields)
    {
        if (fields.OptionalText("quantity") is not { } id)
            return null;
        if (QuantityCatalogue.TryFind(id, out Quantity? quantity))
            return quantity;
        fields.Fault("quantity", $"'{id}' must be one of {string.Join(", ", QuantityCatalogue.All.Select(q => q.Id).Order(StringComparer.Ordinal))}");
        return null;
    }

    private static string ReadConfidence(YamlFields fields)
    {
        string text = fields.Text("confidence");
        if (text.Length > 0 && !Confidences.ContainsKey(text))
            fields.Fault("confidence", $"'{text}' must be one of {string.Join(", ", Confidences.Keys)}");
        return text;
    }

    private DoseParameters? ReadDose(YamlFields fields)
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

    private AreaConditions ReadConditions(YamlFields fields)
    {
        if (fields.Optional("applies") is not { } item)
            return new AreaConditions();
        var applies = new YamlFields(item, fields.PathOf("applies"), tell);
        var conditions = new AreaConditions(
            applies.OptionalWord("workload", Workloads),
            applies.OptionalNumber("work_share_above", 0, 100),
            applies.OptionalNumber("work_share_to", 0, 100),
            applies.OptionalFlag("confined_space"));
        if (conditions.WorkShareFrom >= conditions.WorkShareTo)
            applies.Fault("work_share_above", "must be less than work_share_to");
        applies.TellUnknown();
        return conditions;
    }

    private IReadOnlyList<LocalText> ReadAdvice(YamlFields fields)
    {
        if (fields.Required("advice") is not { } item)
            return [];
        if (item.Items is { } items)
            return [.. items.Select((a, i) => ReadText(a, $"{fields.PathOf("advice")}[{i}]"))];
        if (item.Scalar is { } name && head.Advice.TryGetValue(name, out IReadOnlyList<LocalText>? list))
            return list;
        fields.Fault("advice", $"must be a list of texts, or the name of one under advice_lists: {string.Join(", ", head.Advice.Keys)}");
        return [];
    }

    private Verification ReadVerification(YamlFields fields)
    {
        if (fields.Required("verification") is not { } item)
            return new Verification();
        if (item.Scalar == "unverified")
            return new Verification();
        var verified = new YamlFields(item, fields.PathOf("verification"), tell);
        string by = verified.Text("by");
        verified.Required("on");
        var verification = new Verification(by, verified.OptionalDay("on"), verified.Text("against"));
        verified.TellUnknown();
        return verification;
    }
}
