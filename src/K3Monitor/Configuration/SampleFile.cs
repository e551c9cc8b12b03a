using System.Globalization;
using System.Text;

namespace K3Monitor.App.Configuration;

/// <summary>Writes the commented sample file from the table of settings, so that the two cannot differ.</summary>
internal static class SampleFile
{
    public static string Write()
    {
        var text = new StringBuilder("# K3Monitor: every setting with its default. A key that is not here is refused.\n# The environment overrides the file: mqtt:port is K3__Mqtt__Port.\n");
        string section = "";
        foreach (Setting setting in SettingTable.All)
        {
            string[] path = setting.Key.Split(':');
            string own = path.Length > 1 ? path[0] : "";
            if (own != section && own.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"\n{own}:\n");
            section = own;
            string indent = own.Length > 0 ? "  " : "";
            text.Append(CultureInfo.InvariantCulture, $"{indent}# {setting.Meaning} Allowed: {setting.Allowed}.\n");
            text.Append(CultureInfo.InvariantCulture, $"{indent}{path[^1]}: {Value(setting)}\n");
        }

        foreach (SettingList list in SettingTable.Lists)
            WriteList(text, list);
        return text.ToString();
    }

    /// <summary>The field by which the environment is explained: the one that belongs there most.</summary>
    private static string Telling(SettingList list) => (list.Fields.FirstOrDefault(f => f.Kind == SettingKind.Secret) ?? list.Fields[0]).Key;

    private static string Upper(string key) => char.ToUpperInvariant(key[0]) + key[1..];

    /// <summary>A list is empty, and shows one item with every field as a comment.</summary>
    private static void WriteList(StringBuilder text, SettingList list)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n# {list.Meaning} In the environment, K3__{Upper(list.Key)}__0__{Upper(Telling(list))} is {list.Key}:0:{Telling(list)}.\n{list.Key}: []\n# One item with every field; write \"{list.Key}:\" without the brackets above it:\n");
        string mark = "- ";
        foreach (Setting field in list.Fields)
        {
            string value = list.Example.TryGetValue(field.Key, out string? example) ? example : Value(field);
            text.Append(CultureInfo.InvariantCulture, $"#   {mark}{field.Key}: {value} # {field.Meaning} Allowed: {field.Allowed}{(field.Required ? "; must be given" : "")}.\n");
            mark = "  ";
        }
    }

    private static string Value(Setting setting) => setting.Kind switch
    {
        SettingKind.List => "[]",
        SettingKind.Text or SettingKind.Secret or SettingKind.Choice or SettingKind.Urls or SettingKind.Address or SettingKind.Broker => $"\"{setting.Default}\"",
        _ => setting.Default,
    };
}
