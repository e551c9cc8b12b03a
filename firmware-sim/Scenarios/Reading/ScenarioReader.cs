using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace K3Monitor.FirmwareSim.Scenarios.Reading;

/// <summary>
/// Reads a scenario file. The schema is in <c>docs/firmware-sim.md</c>. All faults of a file are reported at once,
/// each with its line and key.
/// </summary>
/// <remarks>Has no state, safe for several threads.</remarks>
public static class ScenarioReader
{
    private static readonly TimeSpan LongestPlay = TimeSpan.FromDays(7);

    /// <summary>Reads a scenario from text.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="file">How the file is named in faults.</param>
    /// <returns>The scenario, or all its faults.</returns>
    public static ScenarioReading Read(TextReader text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        var faults = new FaultList(file);
        var yaml = new YamlStream();
        try
        {
            yaml.Load(text);
        }
        catch (YamlException broken)
        {
            faults.Add(broken.Start.Line, "", "is not YAML: " + broken.Message);
            return new ScenarioReading(null, faults.InFileOrder());
        }

        if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            faults.Add(1, "", "must hold exactly one mapping");
            return new ScenarioReading(null, faults.InFileOrder());
        }

        var scenario = ReadRoot(new YamlMap(root, faults, ""));
        return new ScenarioReading(faults.Count == 0 ? scenario : null, faults.InFileOrder());
    }

    private static Scenario ReadRoot(YamlMap root)
    {
        string zone = root.Text("zone");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && zone.Length > 0)
        {
            root.Fault("zone", $"'{zone}' is not a time zone such as Asia/Jakarta");
        }

        var scenario = new Scenario(
            root.Slug("name"),
            root.Text("title"),
            found ?? TimeZoneInfo.Utc,
            root.Day("date"),
            root.TimeOfDay("start"),
            root.Span("duration", TimeSpan.FromSeconds(1), LongestPlay),
            root.Whole("seed", 0, long.MaxValue),
            [.. root.Maps("sites", required: true).Select(ReadSite)]);
        Unique(root, "sites", scenario.Sites.Select(s => s.Id));
        root.RefuseOtherKeys();
        return scenario;
    }

    private static ScenarioSite ReadSite(YamlMap site)
    {
        string id = site.Slug("id");
        string name = site.Text("name");
        var plants = site.Maps("plants", required: true).Select(PlantReader.Read).OfType<PlantSetting>().ToList();
        var devices = site.Maps("devices", required: true).Select(d => DeviceReader.Read(d, plants)).OfType<ScenarioDevice>().ToList();
        var events = site.Maps("events", required: false)
            .Select(e => EventReader.Read(e, plants, devices)).OfType<ScenarioEvent>().ToList();
        Unique(site, "plants", plants.Select(p => p.Id));
        Unique(site, "devices", devices.Select(d => d.Id));
        site.RefuseOtherKeys();
        return new ScenarioSite(id, name, plants, devices, events);
    }

    private static void Unique(YamlMap map, string key, IEnumerable<string> ids)
    {
        foreach (string twice in ids.Where(i => i.Length > 0).GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            map.Fault(key, $"the id '{twice}' is used more than once");
        }
    }
}
