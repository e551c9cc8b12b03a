namespace K3Monitor.FirmwareSim.Scenarios.Reading;

/// <summary>Reads one timed event of a site.</summary>
internal static class EventReader
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    internal static ScenarioEvent? Read(YamlMap map, IReadOnlyList<PlantSetting> plants, IReadOnlyList<ScenarioDevice> devices)
    {
        string kind = map.Text("kind");
        ScenarioEvent? read = kind switch
        {
            "press-run" => Run<PressShopSetting>(map, plants),
            "furnace-run" => Run<FoundrySetting>(map, plants),
            "leak" => Leak(map, plants),
            "silence" => new SilenceEvent(At(map), For(map), Device(map, devices)?.Id ?? ""),
            "offset" => Bias(map, devices, spike: false),
            "spike" => Bias(map, devices, spike: true),
            _ => null,
        };
        if (read is not null)
        {
            map.RefuseOtherKeys();
        }
        else if (kind.Length > 0)
        {
            map.Fault("kind", $"'{kind}' is not a kind of event; known are press-run, furnace-run, leak, silence, offset, spike");
        }

        return read;
    }

    private static RunEvent Run<TPlant>(YamlMap map, IReadOnlyList<PlantSetting> plants)
        where TPlant : PlantSetting => new(At(map), For(map), Plant<TPlant>(map, plants));

    private static LeakEvent Leak(YamlMap map, IReadOnlyList<PlantSetting> plants) => new(
        At(map),
        For(map),
        Plant<TankAreaSetting>(map, plants),
        map.Number("flow", 0.001, 1_000_000),
        map.Number("h2s", 0, 1_000_000, 0),
        map.Number("ch4", 0, 100, 0));

    private static BiasEvent Bias(YamlMap map, IReadOnlyList<ScenarioDevice> devices, bool spike)
    {
        var device = Device(map, devices);
        string channel = map.Text("channel");
        if (device is not null && channel.Length > 0 && device.Channels.All(c => c.Name != channel))
        {
            map.Fault("channel", $"the device '{device.Id}' has no channel '{channel}'");
        }

        return new BiasEvent(At(map), For(map), device?.Id ?? "", channel, map.Number("value", -1_000_000, 1_000_000), spike);
    }

    private static TimeSpan At(YamlMap map) => map.Span("at", TimeSpan.Zero, Longest);

    private static TimeSpan For(YamlMap map) => map.Span("for", TimeSpan.FromSeconds(1), Longest);

    private static string Plant<TPlant>(YamlMap map, IReadOnlyList<PlantSetting> plants)
    {
        string name = map.Text("plant");
        if (name.Length > 0 && !plants.Any(p => p.Id == name && p is TPlant))
        {
            map.Fault("plant", $"there is no plant '{name}' of the kind that this event needs");
        }

        return name;
    }

    private static ScenarioDevice? Device(YamlMap map, IReadOnlyList<ScenarioDevice> devices)
    {
        string name = map.Text("device");
        var device = devices.FirstOrDefault(d => d.Id == name);
        if (device is null && name.Length > 0)
        {
            map.Fault("device", $"there is no sound device '{name}' in this site");
        }

        return device;
    }
}
