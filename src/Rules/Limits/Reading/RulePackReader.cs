using System.Security.Cryptography;
using System.Text;
using K3Monitor.Rules.Limits.Reading;

namespace K3Monitor.Rules.Limits;

/// <summary>Reads a rule pack from the text of a YAML file. The schema is in <c>docs/rule-packs.md</c>.</summary>
/// <remarks>Pure; safe from any thread. Never throws on bad input.</remarks>
public static class RulePackReader
{
    /// <summary>A longer file is refused unread, in characters.</summary>
    public const int MostCharacters = 1024 * 1024;

    /// <summary>Reads a pack.</summary>
    /// <param name="yamlText">Text of the file.</param>
    /// <param name="fileName">Name for faults and for <see cref="RulePack.File"/>.</param>
    /// <returns>The pack, or every fault of the file at once, in the order of its lines.</returns>
    public static PackReading Read(string yamlText, string fileName)
    {
        ArgumentNullException.ThrowIfNull(yamlText);
        ArgumentNullException.ThrowIfNull(fileName);
        var faults = new List<PackFault>();
        void Tell(int line, string key, string message) => faults.Add(new PackFault(fileName, line, key, message));

        RulePack? pack = null;
        if (yamlText.Length > MostCharacters)
            Tell(0, string.Empty, $"longer than {MostCharacters} characters");
        else if (new YamlTree(yamlText, Tell).Read() is { } root)
            pack = ReadPack(root, yamlText, fileName, Tell);
        return faults.Count == 0
            ? new PackReading(pack, [])
            : new PackReading(null, [.. faults.OrderBy(f => f.Line)]);
    }

    private static RulePack ReadPack(YamlItem root, string yamlText, string fileName, Action<int, string, string> tell)
    {
        var fields = new YamlFields(root, string.Empty, tell);
        string id = fields.Text("pack");
        if (id.Length > 0 && !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-'))
            fields.Fault("pack", $"'{id}' must be made of lower-case letters, digits, '.' and '-'");
        var head = new PackHead(id, fields.Text("edition"), fields.Text("instrument"), ReadAdviceLists(fields, tell));
        LocalText title = new LimitReader(head, tell).ReadText(fields, "title");
        string jurisdiction = fields.Text("jurisdiction");
        (DateOnly from, DateOnly? to) = ReadInForce(fields, tell);
        IReadOnlyList<Limit> limits = ReadLimits(fields, head, tell);
        fields.TellUnknown();
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yamlText)));
        return new RulePack(id, head.Edition, title, head.Instrument, jurisdiction, from, to, limits, hash, fileName);
    }

    private static Dictionary<string, IReadOnlyList<LocalText>> ReadAdviceLists(YamlFields fields, Action<int, string, string> tell)
    {
        var lists = new Dictionary<string, IReadOnlyList<LocalText>>(StringComparer.Ordinal);
        if (fields.Optional("advice_lists") is not { } item)
            return lists;
        if (item.Pairs is null)
            fields.Fault("advice_lists", $"must be a mapping, not {item.Kind}");
        var reader = new LimitReader(new PackHead(string.Empty, string.Empty, string.Empty, lists), tell);
        foreach (YamlPair pair in item.Pairs ?? [])
        {
            string path = $"advice_lists.{pair.Key}";
            if (pair.Value.Items is { } items)
                lists[pair.Key] = [.. items.Select((a, i) => reader.ReadText(a, $"{path}[{i}]"))];
            else
                tell(pair.Line, path, $"must be a list, not {pair.Value.Kind}");
        }

        return lists;
    }

    private static (DateOnly From, DateOnly? To) ReadInForce(YamlFields fields, Action<int, string, string> tell)
    {
        if (fields.Required("in_force") is not { } item)
            return (DateOnly.MinValue, null);
        var inForce = new YamlFields(item, "in_force", tell);
        inForce.Required("from");
        DateOnly from = inForce.OptionalDay("from") ?? DateOnly.MinValue;
        DateOnly? to = inForce.OptionalDay("to");
        if (to <= from)
            inForce.Fault("to", "must be after from: it is the first day on which the pack no longer holds");
        inForce.TellUnknown();
        return (from, to);
    }

    private static List<Limit> ReadLimits(YamlFields fields, PackHead head, Action<int, string, string> tell)
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
