using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Plants;

/// <summary>
/// Gas in a ventilated room. Escaping gas builds up and decays as in <see cref="GasBox"/>; it brings its hydrogen
/// sulfide and methane with it and displaces oxygen by its share of the air. The share that reaches a device is its
/// own (imperfect mixing).
/// </summary>
internal sealed class TankArea(TankAreaSetting setting, LeakEvent[] leaks, long seed, string stream) : IPlant
{
    private const double LitresPerMinuteInACubicMetrePerSecond = 60_000;

    // Lower explosive limit of methane in air, % by volume (IEC 60079-20-1).
    private const double MethaneLowerExplosiveLimit = 4.4;

    private readonly GasBox _box = new(setting.Volume, setting.Ventilation);
    private readonly SeededNoise _background = new(seed, stream + "/background");
    private readonly SeededNoise _mixing = new(seed, stream + "/mixing");

    /// <inheritdoc/>
    public double Read(string channel, ScenarioDevice device, double moment) => channel switch
    {
        "co" => setting.CarbonMonoxide * (1 + (0.25 * _background.Wander(moment, 420))),
        "h2s" => (setting.HydrogenSulfide * (1 + (0.5 * _background.Wander(moment, 300)))) + Leaked(device, moment, l => l.HydrogenSulfide),
        "o2" => setting.Oxygen * (1 - Leaked(device, moment, _ => 1)),
        "lel" => Leaked(device, moment, l => l.Methane) / MethaneLowerExplosiveLimit * 100,
        _ => throw new ArgumentException($"A tank area has no channel '{channel}'.", nameof(channel)),
    };

    /// <summary>The leaked gas at a device, times what is asked of each leak's gas.</summary>
    private double Leaked(ScenarioDevice device, double moment, Func<LeakEvent, double> part)
    {
        double sum = 0;
        foreach (var leak in leaks)
        {
            double flow = leak.Flow / LitresPerMinuteInACubicMetrePerSecond;
            sum += part(leak) * _box.Fraction(flow, leak.At.TotalSeconds, (leak.At + leak.For).TotalSeconds, moment);
        }

        return sum * device.Share * (1 + (0.03 * _mixing.Wander(moment, 20)));
    }
}
