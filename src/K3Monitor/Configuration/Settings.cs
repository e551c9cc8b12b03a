using System.Collections;
using System.Globalization;

namespace K3Monitor.App.Configuration;

/// <summary>The settings in force: defaults, then the file, then the environment, then the command line.</summary>
internal sealed class Settings
{
    private readonly Dictionary<string, (string Text, string Where)> values;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<SettingItem>> lists;

    private Settings(Dictionary<string, (string Text, string Where)> values, IReadOnlyDictionary<string, IReadOnlyList<SettingItem>> lists)
    {
        this.values = values;
        this.lists = lists;
    }

    /// <summary>Gathers the settings. Every fault of every source is reported at once.</summary>
    /// <param name="file">Settings file; null for none.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="commandLine">Keys given on the command line; null values are skipped.</param>
    /// <param name="faults">What is wrong; the settings may be used only when it stays empty.</param>
    public static Settings Gather(string? file, IDictionary environment, IEnumerable<KeyValuePair<string, string?>> commandLine, List<string> faults)
    {
        var values = SettingTable.All.ToDictionary(s => s.Key, s => (s.Default, "default"), StringComparer.OrdinalIgnoreCase);
        IEnumerable<GivenValue> given = file is null ? [] : SettingsFile.Read(file, faults);
        given = given.Concat(FromEnvironment(environment))
            .Concat(commandLine.Where(c => c.Value is not null).Select(c => new GivenValue(c.Key, c.Value!, "command line")));
        var lists = new SettingLists(faults);
        foreach (GivenValue value in given)
        {
            if (lists.Take(value))
                continue;
            Setting? setting = SettingTable.All.FirstOrDefault(s => string.Equals(s.Key, value.Key, StringComparison.OrdinalIgnoreCase));
            if (setting is null)
                faults.Add($"{value.Where}: {value.Key}: there is no such setting{Suggest(value.Key)}");
            else if (setting.Fault(value.Text) is { } fault)
                faults.Add($"{value.Where}: {setting.Key}: {fault}");
            else
                values[setting.Key] = (value.Text, value.Where);
        }

        return new Settings(values, lists.End());
    }

    /// <summary>The items of a list of sections, in order.</summary>
    public IReadOnlyList<SettingItem> Items(string list) => lists[list];

    /// <summary>The text of a setting.</summary>
    public string Text(string key) => values[key].Text;

    /// <summary>Where the value comes from.</summary>
    public string Where(string key) => values[key].Where;

    /// <summary>A whole number.</summary>
    public int Integer(string key) => int.Parse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    public double Number(string key) => double.Parse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<string> List(string key) => Text(key).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<GivenValue> FromEnvironment(IDictionary environment) =>
        from DictionaryEntry e in environment
        let name = (string)e.Key
        where name.StartsWith("K3__", StringComparison.OrdinalIgnoreCase)
        orderby name
        select new GivenValue(name[4..].Replace("__", ":", StringComparison.Ordinal), (string?)e.Value ?? "", name);

    private static string Suggest(string key)
    {
        string last = key.Split(':')[^1];
        Setting? near = SettingTable.All.FirstOrDefault(s => s.Key.EndsWith(last, StringComparison.OrdinalIgnoreCase))
            ?? SettingTable.All.Where(s => s.Key.Split(':')[0].Equals(key.Split(':')[0], StringComparison.OrdinalIgnoreCase)).MinBy(s => Distance(s.Key, key));
        return near is null ? "" : $"; did you mean {near.Key}?";
    }

    /// <summary>How many letters must be put in, taken out or changed (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int change = corner + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                corner = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
