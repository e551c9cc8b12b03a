using System.Globalization;

namespace K3Monitor.App.Configuration;

/// <summary>
/// A list of sections that all have the same fields, for example one for each external broker. An item's field is the
/// key <c>sources:0:name</c>; in the environment, <c>K3__Sources__0__Name</c>.
/// </summary>
/// <param name="Key">Key of the list; keys are not case-sensitive.</param>
/// <param name="Meaning">One sentence for the sample file.</param>
/// <param name="Fields">The fields, their keys relative to an item.</param>
/// <param name="Example">Values of an item in the sample file, by field; other fields show their defaults.</param>
/// <param name="Faults">What is wrong with items whose fields are each allowed: pairs of a field's whole key and words.</param>
internal sealed record SettingList(
    string Key, string Meaning, IReadOnlyList<Setting> Fields, IReadOnlyDictionary<string, string> Example, Func<IReadOnlyList<SettingItem>, IEnumerable<(string Key, string Fault)>> Faults)
{
    public const int MostItems = 64;

    /// <summary>Takes a key of this list apart; null when it is none.</summary>
    public (int Item, string Field)? Part(string key)
    {
        string[] parts = key.Split(':');
        return parts.Length == 3 && parts[0].Equals(Key, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int item) && item < MostItems
            ? (item, parts[2])
            : null;
    }

    /// <summary>Whether a key speaks of this list, rightly or wrongly.</summary>
    public bool Owns(string key) => key.Split(':')[0].Equals(Key, StringComparison.OrdinalIgnoreCase);

    public Setting? Field(string name) => Fields.FirstOrDefault(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The whole key of an item's field.</summary>
    public string KeyOf(int item, string field) => string.Create(CultureInfo.InvariantCulture, $"{Key}:{item}:{field}");
}

/// <summary>One item of a list of sections.</summary>
/// <param name="List">The list.</param>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Values">Text and origin of every field.</param>
internal sealed record SettingItem(SettingList List, int Index, IReadOnlyDictionary<string, (string Text, string Where)> Values)
{
    /// <summary>The text of a field.</summary>
    public string Text(string field) => Values[field].Text;

    /// <summary>The text of a field; null when it is empty.</summary>
    public string? Given(string field) => Text(field) is { Length: > 0 } text ? text : null;

    /// <summary>A whole number.</summary>
    public int Integer(string field) => int.Parse(Text(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    public double Number(string field) => double.Parse(Text(field), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The items of a field that is a list.</summary>
    public IReadOnlyList<string> Many(string field) => Text(field).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The whole key of a field.</summary>
    public string KeyOf(string field) => List.KeyOf(Index, field);
}
