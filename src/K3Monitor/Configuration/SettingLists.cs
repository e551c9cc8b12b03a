namespace K3Monitor.App.Configuration;

/// <summary>Gathers the items of every list of sections out of flat keys, and finds every fault in them.</summary>
internal sealed class SettingLists
{
    private readonly Dictionary<(SettingList List, int Item), Dictionary<string, (string Text, string Where)>> given = [];
    private readonly List<string> faults;

    public SettingLists(List<string> faults) => this.faults = faults;

    /// <summary>Takes a value that belongs to a list; false when it belongs to none.</summary>
    public bool Take(GivenValue value)
    {
        if (SettingTable.Lists.FirstOrDefault(l => l.Owns(value.Key)) is not { } list)
            return false;
        if (list.Part(value.Key) is not { } part)
        {
            // An empty list says that there are no items.
            if (value.Text.Length > 0 || value.Key.Contains(':', StringComparison.Ordinal))
                faults.Add($"{value.Where}: {value.Key}: a list of sections is expected, at most {SettingList.MostItems}");
        }
        else if (list.Field(part.Field) is not { } field)
        {
            faults.Add($"{value.Where}: {value.Key}: there is no such setting; the fields of {list.Key} are {string.Join(", ", list.Fields.Select(f => f.Key))}");
        }
        else
        {
            Put(list, part.Item, field, value);
        }

        return true;
    }

    /// <summary>All items, by list; to be called once, when all values were taken.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SettingItem>> End()
    {
        var all = new Dictionary<string, IReadOnlyList<SettingItem>>(StringComparer.OrdinalIgnoreCase);
        foreach (SettingList list in SettingTable.Lists)
        {
            List<SettingItem> items = [.. given.Where(g => g.Key.List == list).OrderBy(g => g.Key.Item).Select(g => new SettingItem(list, g.Key.Item, Whole(list, g.Value)))];
            all[list.Key] = items;
            int told = faults.Count;
            for (int i = 0; i < items.Count; i++)
                Check(list, items[i], i);
            if (faults.Count == told)
                faults.AddRange(list.Faults(items).Select(f => $"{Where(items, f.Key)}: {f.Key}: {f.Fault}"));
        }

        return all;
    }

    private void Put(SettingList list, int item, Setting field, GivenValue value)
    {
        if (!given.TryGetValue((list, item), out Dictionary<string, (string, string)>? values))
            given[(list, item)] = values = new Dictionary<string, (string, string)>(StringComparer.OrdinalIgnoreCase);
        if (value.Text.Length > 0 && field.Fault(value.Text) is { } fault)
            faults.Add($"{value.Where}: {list.KeyOf(item, field.Key)}: {fault}");

        // A wrong value is kept, so that it is not told to be missing as well; the settings are not used then.
        values[field.Key] = (value.Text, value.Where);
    }

    private void Check(SettingList list, SettingItem item, int place)
    {
        string where = item.Values.Values.Select(v => v.Where).First(w => w != "default");
        if (item.Index != place)
            faults.Add($"{where}: {list.Key}:{item.Index}: there is no {list.Key}:{place}");
        foreach (Setting field in list.Fields.Where(f => f.Required && item.Text(f.Key).Length == 0))
            faults.Add($"{where}: {item.KeyOf(field.Key)}: must be given: {field.Allowed}");
    }

    private static Dictionary<string, (string Text, string Where)> Whole(SettingList list, Dictionary<string, (string Text, string Where)> values) => list.Fields.ToDictionary(
        f => f.Key,
        f => values.TryGetValue(f.Key, out (string Text, string Where) value) && (value.Text.Length > 0 || f.Default.Length == 0) ? value : (f.Default, "default"),
        StringComparer.OrdinalIgnoreCase);

    private static string Where(List<SettingItem> items, string key)
    {
        SettingItem item = items.First(i => key.StartsWith(i.KeyOf(""), StringComparison.Ordinal));
        string own = item.Values[key.Split(':')[^1]].Where;
        return own != "default" ? own : item.Values.Values.Select(v => v.Where).First(w => w != "default");
    }
}
