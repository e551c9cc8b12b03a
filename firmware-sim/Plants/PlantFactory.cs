using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Plants;

/// <summary>Makes the physics for a plant's settings.</summary>
internal static class PlantFactory
{
    internal static IPlant Create(Scenario scenario, ScenarioSite site, PlantSetting setting, long seed)
    {
        var runs = site.Events.OfType<RunEvent>().Where(r => r.PlantId == setting.Id).ToArray();
        string stream = site.Id + "/" + setting.Id;
        return setting switch
        {
            PressShopSetting shop => new PressShop(shop, runs, seed, stream),
            FoundrySetting foundry => new Foundry(foundry, runs, scenario.Start, seed, stream),
            TankAreaSetting area => new TankArea(
                area, [.. site.Events.OfType<LeakEvent>().Where(l => l.PlantId == setting.Id)], seed, stream),
            _ => throw new ArgumentException($"No physics for a plant of kind {setting.GetType().Name}.", nameof(setting)),
        };
    }
}
