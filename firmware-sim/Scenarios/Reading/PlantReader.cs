namespace K3Monitor.FirmwareSim.Scenarios.Reading;

/// <summary>Reads one plant of a site.</summary>
internal static class PlantReader
{
    internal static PlantSetting? Read(YamlMap plant)
    {
        string kind = plant.Text("kind");
        PlantSetting? setting = kind switch
        {
            "press-shop" => PressShop(plant),
            "foundry" => Foundry(plant),
            "tank-area" => TankArea(plant),
            _ => null,
        };
        if (setting is not null)
        {
            plant.RefuseOtherKeys();
        }
        else if (kind.Length > 0)
        {
            plant.Fault("kind", $"'{kind}' is not a kind of plant; known are press-shop, foundry, tank-area");
        }

        return setting;
    }

    private static PressShopSetting PressShop(YamlMap plant) => new(
        plant.Slug("id"),
        plant.Text("name"),
        plant.Number("background", 30, 100),
        [.. plant.Maps("machines", required: true).Select(Machine)]);

    private static MachineSetting Machine(YamlMap machine)
    {
        var setting = new MachineSetting(
            machine.Slug("id"),
            machine.Number("x", -1000, 1000),
            machine.Number("y", -1000, 1000),
            machine.Number("level", 30, 140),
            machine.Number("idle", 30, 140),
            machine.Number("peak", 40, 160),
            machine.Number("cycle", 0.1, 3600),
            machine.Number("stroke", 0.01, 3600));
        if (setting.Stroke > setting.Cycle)
        {
            machine.Fault("stroke", "must not be longer than the cycle");
        }

        machine.RefuseOtherKeys();
        return setting;
    }

    private static FoundrySetting Foundry(YamlMap plant)
    {
        var setting = new FoundrySetting(
            plant.Slug("id"),
            plant.Text("name"),
            plant.Number("air_night", -10, 50),
            plant.Number("air_day", -10, 60),
            plant.Number("dew_point", -20, 35),
            plant.Number("air_speed", 0.05, 10),
            plant.Map("furnace") is { } furnace ? Furnace(furnace) : new FurnaceSetting(0, 0, 0, 0, 0, TimeSpan.Zero));
        if (setting.DewPoint > setting.AirNight)
        {
            plant.Fault("dew_point", "must not lie above air_night: the air cannot hold that water");
        }

        return setting;
    }

    private static FurnaceSetting Furnace(YamlMap furnace)
    {
        var setting = new FurnaceSetting(
            furnace.Number("x", -1000, 1000),
            furnace.Number("y", -1000, 1000),
            furnace.Number("temperature", 30, 1800),
            furnace.Number("area", 0.01, 100),
            furnace.Number("air_rise", 0, 30),
            furnace.Span("warm_up", TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)));
        furnace.RefuseOtherKeys();
        return setting;
    }

    private static TankAreaSetting TankArea(YamlMap plant) => new(
        plant.Slug("id"),
        plant.Text("name"),
        plant.Number("volume", 1, 1_000_000),
        plant.Number("ventilation", 0.001, 1000),
        plant.Number("co", 0, 1000),
        plant.Number("h2s", 0, 100),
        plant.Number("o2", 1, 25));
}
