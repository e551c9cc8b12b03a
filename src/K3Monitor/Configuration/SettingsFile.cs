using System.Globalization;
using K3Monitor.Inspection.SiteFiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace K3Monitor.App.Configuration;

/// <summary>One value as a source gives it.</summary>
/// <param name="Key">Path with colons, as written.</param>
/// <param name="Text">The value; list items are joined by semicolons.</param>
/// <param name="Where">File and line, or the name of a variable.</param>
internal sealed record GivenValue(string Key, string Text, string Where);

/// <summary>Reads a settings file, YAML or JSON (which YAML includes), into flat keys with their lines.</summary>
internal static class SettingsFile
{
    private const int MaxBytes = 1 << 20;

    public static IReadOnlyList<GivenValue> Read(string path, List<string> faults)
    {
        var values = new List<GivenValue>();
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                faults.Add($"{path}: is larger than 1 MiB");
                return values;
            }

            string text = File.ReadAllText(path);
            if (YamlDepth.TooDeepAt(text) is { } line)
            {
                faults.Add($"{path}:{line}: is nested deeper than {YamlDepth.Most} levels");
                return values;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            foreach (YamlDocument document in stream.Documents)
                Flatten(document.RootNode, "", path, values, faults, 0);
        }
        catch (IOException e)
        {
            faults.Add($"{path}: cannot be read: {e.Message}");
        }
        catch (UnauthorizedAccessException e)
        {
            faults.Add($"{path}: cannot be read: {e.Message}");
        }
        catch (YamlException e)
        {
            faults.Add($"{path}:{e.Start.Line}: is not well-formed: {e.Message}");
        }

        return values;
    }

    private static void Flatten(YamlNode node, string key, string path, List<GivenValue> values, List<string> faults, int depth)
    {
        string where = $"{path}:{node.Start.Line}";
        switch (node)
        {
            case YamlMappingNode map when depth < 8:
                foreach ((YamlNode name, YamlNode value) in map)
                {
                    string own = (name as YamlScalarNode)?.Value ?? "?";
                    Flatten(value, key.Length == 0 ? own : key + ":" + own, path, values, faults, depth + 1);
                }

                break;
            case YamlSequenceNode list when list.Children.All(c => c is YamlScalarNode):
                values.Add(new GivenValue(key, string.Join(';', list.Children.Select(c => ((YamlScalarNode)c).Value)), where));
                break;
            case YamlSequenceNode list when list.Children.All(c => c is YamlMappingNode) && depth < 8:
                for (int i = 0; i < list.Children.Count; i++)
                    Flatten(list.Children[i], string.Create(CultureInfo.InvariantCulture, $"{key}:{i}"), path, values, faults, depth + 1);
                break;
            case YamlScalarNode { Value: null or "" or "~" or "null" } when key.Length == 0:
                break;
            case YamlScalarNode scalar:
                values.Add(new GivenValue(key, scalar.Value is null or "~" or "null" ? "" : scalar.Value, where));
                break;
            default:
                faults.Add($"{where}: {key}: is not a setting");
                break;
        }
    }
}
