namespace K3Monitor.FirmwareSim.Scenarios.Reading;

/// <summary>Reads one device of a site.</summary>
internal static class DeviceReader
{
    internal static ScenarioDevice? Read(YamlMap device, IReadOnlyList<PlantSetting> plants)
    {
        string id = device.Slug("id");
        var plant = Plant(device, plants);
        var kind = Kind(device);
        if (kind is { } known && plant is not null && plant.Measures != known)
        {
            device.Fault("kind", $"does not fit the plant '{plant.Id}'");
        }

        var settings = new ScenarioDevice(
            id,
            plant?.Id ?? "",
            kind ?? DeviceKind.Noise,
            device.Number("x", -1000, 1000, 0),
            device.Number("y", -1000, 1000, 0),
            device.Number("share", 0, 1, 1),
            TimeSpan.FromSeconds(device.Whole("interval", 1, 3600)),
            (int)device.Whole("batch", 1, 1000, 1),
            (int)device.Whole("buffer", 1, 1_000_000, 7200),
            Channels(device, kind),
            new DevicePlate(
                device.Text("model"), device.Text("serial"), device.Text("firmware"),
                device.Day("calibrated"), device.Day("calibration_due")));
        device.RefuseOtherKeys();
        return settings;
    }

    private static PlantSetting? Plant(YamlMap device, IReadOnlyList<PlantSetting> plants)
    {
        string name = device.Text("plant");
        var plant = plants.FirstOrDefault(p => p.Id == name);
        if (plant is null && name.Length > 0)
        {
            device.Fault("plant", $"there is no sound plant '{name}' in this site");
        }

        return plant;
    }

    private static DeviceKind? Kind(YamlMap device)
    {
        string kind = device.Text("kind");
        switch (kind)
        {
            case "noise": return DeviceKind.Noise;
            case "heat": return DeviceKind.Heat;
            case "gas": return DeviceKind.Gas;
            case "": return null;
            default:
                device.Fault("kind", $"'{kind}' is not a kind of device; known are noise, heat, gas");
                return null;
        }
    }

    private static List<ChannelDefinition> Channels(YamlMap device, DeviceKind? kind)
    {
        var names = device.Words("channels");
        if (kind is null)
        {
            return [];
        }

        var possible = ChannelDefinition.Of(kind.Value);
        foreach (string unknown in names.Where(n => possible.All(p => p.Name != n)))
        {
            device.Fault("channels", $"'{unknown}' is not a channel of this kind; known are {string.Join(", ", possible.Select(p => p.Name))}");
        }

        if (names.Count == 0 || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            device.Fault("channels", "must name at least one channel, each once");
        }

        return [.. possible.Where(p => names.Contains(p.Name, StringComparer.Ordinal))];
    }
}
