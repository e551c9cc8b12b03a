namespace K3Monitor.Rules.Limits.Reading;

/// <summary>Reads the parts of a pack from the root of its file.</summary>
internal sealed class PackParts
{
    private readonly YamlFields fields;
    private readonly Action<int, string, string> tell;
    private readonly LimitPartsReader parts;

    public PackParts(YamlItem root, Action<int, string, string> tell)
    {
        this.tell = tell;
        fields = new YamlFields(root, string.Empty, tell);
        parts = new LimitPartsReader(tell);
    }

    /// <summary>The pack; its faults, if any, have been told, and it must then not be used.</summary>
    public RulePack Read(string hash, string fileName)
    {
        string id = fields.Text("pack");
        if (id.Length > 0 && !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            fields.Fault("pack", $"'{id}' must be made of lower-case letters, digits, '.' and '-'");
        fields.Required("in_force");
        var head = new PackHead(
            id, fields.Text("edition"), fields.Text("instrument"), parts.InForce(fields, "in_force"), ReadAdviceLists(), ReadTemplates(), ReadSources());
        LocalText title = parts.Text(fields, "title");
        string jurisdiction = ReadJurisdiction();
        PackUse use = fields.OptionalWord("use", LimitWords.Uses) ?? PackUse.Law;
        IReadOnlyList<Limit> limits = ReadLimits(head);
        fields.TellUnknown();
        return new RulePack(id, head.Edition, title, head.Instrument, jurisdiction, head.InForce.From, head.InForce.To, limits, hash, fileName)
        {
            Use = use,
            Sources = head.Sources,
        };
    }

    private string ReadJurisdiction()
    {
        string jurisdiction = fields.Text("jurisdiction");
        if (jurisdiction.Length > 0 && jurisdiction != RulePack.OwnJurisdiction && (jurisdiction.Length != 2 || !jurisdiction.All(char.IsAsciiLetterUpper)))
            fields.Fault("jurisdiction", $"'{jurisdiction}' must be a country of two capitals, as ID, or {RulePack.OwnJurisdiction} for the product's own duties");
        return jurisdiction;
    }

    private Dictionary<string, IReadOnlyList<LocalText>> ReadAdviceLists()
    {
        var lists = new Dictionary<string, IReadOnlyList<LocalText>>(StringComparer.Ordinal);
        foreach (YamlPair pair in Pairs("advice_lists"))
        {
            string path = $"advice_lists.{pair.Key}";
            if (pair.Value.Items is { } items)
                lists[pair.Key] = [.. items.Select((a, i) => parts.Text(a, $"{path}[{i}]"))];
            else
                tell(pair.Line, path, $"must be a list, not {pair.Value.Kind}");
        }

        return lists;
    }

    private Dictionary<string, YamlItem> ReadTemplates()
    {
        var templates = new Dictionary<string, YamlItem>(StringComparer.Ordinal);
        foreach (YamlPair pair in Pairs("templates"))
        {
            if (pair.Value.Pairs is not null)
                templates[pair.Key] = pair.Value;
            else
                tell(pair.Line, $"templates.{pair.Key}", $"must be a mapping, not {pair.Value.Kind}");
        }

        return templates;
    }

    private Dictionary<string, string> ReadSources()
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (YamlPair pair in Pairs("sources"))
        {
            if (pair.Value.Scalar is { Length: > 0 } text)
                sources[pair.Key] = text;
            else
                tell(pair.Line, $"sources.{pair.Key}", "must be a text that says where it was read");
        }

        return sources;
    }

    private IReadOnlyList<YamlPair> Pairs(string key)
    {
        if (fields.Optional(key) is not { } item)
            return [];
        if (item.Pairs is null)
            fields.Fault(key, $"must be a mapping, not {item.Kind}");
        return item.Pairs ?? [];
    }

    private List<Limit> ReadLimits(PackHead head)
    {
        var limits = new List<Limit>();
        if (fields.Required("limits") is not { } item)
            return limits;
        if (item.Items is not { Count: > 0 } items)
        {
            fields.Fault("limits", item.Items is null ? $"must be a list, not {item.Kind}" : "must hold at least one limit");
            return limits;
        }

        var reader = new LimitReader(head, tell);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++)
        {
            Limit limit = reader.Read(items[i], $"limits[{i}]");
            limits.Add(limit);
            if (!ids.Add(limit.Id))
                tell(items[i].Line, $"limits[{i}].id", $"'{limit.Id}' is there already");
        }

        return limits;
    }
}
