using K3Monitor.Measurements;

namespace K3Monitor.Rules.Limits.Reading;

/// <summary>What a limit takes over from its pack.</summary>
/// <param name="Id">Identifier of the pack.</param>
/// <param name="Edition">Its edition.</param>
/// <param name="Instrument">How it is cited.</param>
/// <param name="InForce">The pack's days in force.</param>
/// <param name="Advice">The lists of advice that limits name.</param>
/// <param name="Templates">What limits share, by name.</param>
/// <param name="Sources">What short names in a source stand for.</param>
internal sealed record PackHead(
    string Id,
    string Edition,
    string Instrument,
    (DateOnly From, DateOnly? To) InForce,
    IReadOnlyDictionary<string, IReadOnlyList<LocalText>> Advice,
    IReadOnlyDictionary<string, YamlItem> Templates,
    IReadOnlyDictionary<string, string> Sources);

/// <summary>Reads one limit of a pack file.</summary>
internal sealed class LimitReader(PackHead head, Action<int, string, string> tell)
{
    private readonly LimitPartsReader parts = new(tell);

    /// <summary>The limit; its faults, if any, have been told, and it must then not be used.</summary>
    public Limit Read(YamlItem item, string path)
    {
        var fields = new YamlFields(item, path, tell);
        FillFromTemplates(fields);
        fields.Required("kind");
        LimitKind? kind = fields.OptionalWord("kind", LimitWords.Kinds);
        Limit limit = ReadNature(ReadHead(fields, kind ?? LimitKind.Ceiling), fields);
        if (kind is not null)
            LimitConsistency.Check(limit, fields);
        SourceNames.Check(limit.Source, head.Sources, fields);
        fields.TellUnknown();
        return limit;
    }

    private void FillFromTemplates(YamlFields fields)
    {
        if (fields.Optional("like") is not { } like)
            return;
        foreach (YamlItem name in like.Items ?? [like])
        {
            if (name.Scalar is { } known && head.Templates.TryGetValue(known, out YamlItem? template))
                fields.FillFrom(template, $"templates.{known}");
            else
                fields.Fault("like", $"'{name.Scalar ?? name.Kind}' must be the name of one under templates: {string.Join(", ", head.Templates.Keys)}");
        }
    }

    /// <summary>Names, texts, days and where it was read.</summary>
    private Limit ReadHead(YamlFields fields, LimitKind kind)
    {
        (DateOnly From, DateOnly? To) inForce = fields.Has("in_force") ? parts.InForce(fields, "in_force") : head.InForce;
        fields.Optional("in_force");
        return new Limit
        {
            Id = $"{head.Id}/{fields.Text("id")}",
            Edition = head.Edition,
            PackId = head.Id,
            Instrument = head.Instrument,
            Title = parts.Text(fields, "title"),
            Article = parts.Text(fields, "article"),
            InForceFrom = inForce.From,
            InForceTo = inForce.To,
            Kind = kind,
            Unit = fields.Text("unit"),
            Severity = fields.Required("severity") is null ? Severity.Low : fields.OptionalWord("severity", LimitWords.Severities) ?? Severity.Low,
            Advice = ReadAdvice(fields),
            NotJudged = fields.Optional("not_judged") is { } why ? parts.Text(why, fields.PathOf("not_judged")) : null,
            Verification = parts.Verification(fields),
            Source = fields.Text("source"),
            Confidence = ReadConfidence(fields),
            Note = fields.OptionalText("note"),
        };
    }

    /// <summary>What is compared with what.</summary>
    private Limit ReadNature(Limit limit, YamlFields fields)
    {
        DoseParameters? dose = parts.Dose(fields);
        Quantity? quantity = ReadQuantity(fields);
        return limit with
        {
            Quantity = quantity,
            Cas = fields.OptionalText("cas") ?? quantity?.Agent?.Cas,
            Notation = LimitPartsReader.Notation(fields),
            MixtureGroup = fields.OptionalText("mixture_group"),
            Value = fields.OptionalNumber("value", -1e6, 1e6),
            LowerValue = fields.OptionalNumber("lower", -1e6, 1e6),
            Equivalent = parts.Equivalent(fields),
            Formula = fields.OptionalText("formula"),
            FigureNotFound = fields.OptionalFlag("figure_not_found") ?? false,
            Comparison = fields.OptionalWord("comparison", LimitWords.Comparisons) ?? Comparison.Above,
            AveragingTime = fields.OptionalDuration("averaging") ?? (limit.Kind == LimitKind.Dose ? dose?.ReferenceDuration : null) ?? TimeSpan.Zero,
            DividesByShift = fields.OptionalWord("divisor", LimitWords.Divisors) ?? false,
            DailyTime = parts.DailyTime(fields),
            CountsAbove = fields.OptionalNumber("counts_above", 0, 1e6),
            Frequency = parts.Frequency(fields),
            RestPerHour = fields.OptionalDuration("rest_per_hour"),
            Dose = dose,
            MinimumCoverage = fields.OptionalNumber("min_coverage", 0, 1) ?? 0,
            Applies = parts.Conditions(fields),
            MetabolicRate = parts.MetabolicRate(fields),
            PatternNotPermitted = fields.OptionalFlag("pattern_not_permitted") ?? false,
        };
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
        if (text.Length > 0 && !LimitWords.Confidences.Contains(text, StringComparer.Ordinal))
            fields.Fault("confidence", $"'{text}' must be one of {string.Join(", ", LimitWords.Confidences)}");
        return text;
    }

    private IReadOnlyList<LocalText> ReadAdvice(YamlFields fields)
    {
        if (fields.Required("advice") is not { } item)
            return [];
        if (item.Items is { } items)
            return [.. items.Select((a, i) => parts.Text(a, $"{fields.PathOf("advice")}[{i}]"))];
        if (item.Scalar is { } name && head.Advice.TryGetValue(name, out IReadOnlyList<LocalText>? list))
            return list;
        fields.Fault("advice", $"must be a list of texts, or the name of one under advice_lists: {string.Join(", ", head.Advice.Keys)}");
        return [];
    }
}
