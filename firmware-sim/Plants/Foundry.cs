using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Plants;

/// <summary>
/// Heat of a furnace hall: air temperature by the time of day and the furnace, radiation of the furnace by distance,
/// and from them globe, natural wet bulb and the index.
/// </summary>
internal sealed class Foundry(FoundrySetting setting, RunEvent[] runs, TimeOnly start, long seed, string stream) : IPlant
{
    private const double CoolestHour = 5;
    private const double WarmestHour = 14;
    private readonly SeededNoise _draught = new(seed, stream + "/draught");
    private readonly SeededNoise _door = new(seed, stream + "/door");

    /// <inheritdoc/>
    public double Read(string channel, ScenarioDevice device, double moment)
    {
        double distance = Math.Max(1, Math.Sqrt(Square(device.X - setting.Furnace.X) + Square(device.Y - setting.Furnace.Y)));
        double heat = FurnaceHeat(moment);
        double air = HallAir(moment) + (setting.Furnace.AirRise * heat / Math.Sqrt(distance));
        if (channel == "ta")
        {
            return air;
        }

        double speed = setting.AirSpeed * (1 + (0.3 * _draught.Wander(moment, 180)));
        double globe = ThermalClimate.Globe(air, Radiant(air, distance, heat, moment), speed);
        double naturalWet = ThermalClimate.NaturalWetBulb(air, globe, setting.DewPoint, speed);
        return channel switch
        {
            "tg" => globe,
            "tnwb" => naturalWet,
            "wbgt" => ThermalClimate.Index(naturalWet, globe),
            _ => throw new ArgumentException($"A foundry has no channel '{channel}'.", nameof(channel)),
        };
    }

    /// <summary>How hot the furnace is, 0 to 1: it follows each firing with its time constant.</summary>
    private double FurnaceHeat(double moment)
    {
        double rate = 1 / setting.Furnace.WarmUp.TotalSeconds;
        double heat = 0;
        foreach (var run in runs)
        {
            double begin = run.At.TotalSeconds;
            double end = (run.At + run.For).TotalSeconds;
            if (moment > begin)
            {
                double built = 1 - Math.Exp(-rate * (Math.Min(moment, end) - begin));
                heat += moment <= end ? built : built * Math.Exp(-rate * (moment - end));
            }
        }

        return Math.Min(1, heat);
    }

    /// <summary>A cosine from the coolest to the warmest hour and back.</summary>
    private double HallAir(double moment)
    {
        double hour = (start.ToTimeSpan().TotalHours + (moment / 3600)) % 24;
        double rising = WarmestHour - CoolestHour;
        double sinceCoolest = (hour - CoolestHour + 24) % 24;
        double phase = sinceCoolest <= rising ? sinceCoolest / rising : 1 + ((sinceCoolest - rising) / (24 - rising));
        double share = (1 - Math.Cos(Math.PI * phase)) / 2;
        return setting.AirNight + ((setting.AirDay - setting.AirNight) * share);
    }

    /// <summary>Mean radiant temperature: the hot surface fills a part of the sphere that falls with distance.</summary>
    private double Radiant(double air, double distance, double heat, double moment)
    {
        double surface = air + ((setting.Furnace.Temperature - air) * heat * (1 + (0.03 * _door.Wander(moment, 240))));
        double view = Math.Min(0.5, setting.Furnace.Area / (4 * Math.PI * distance * distance));
        double mean = ((1 - view) * Fourth(air)) + (view * Fourth(surface));
        return Math.Sqrt(Math.Sqrt(mean)) - ThermalClimate.ZeroCelsius;
    }

    private static double Fourth(double celsius) => Square(Square(celsius + ThermalClimate.ZeroCelsius));

    private static double Square(double value) => value * value;
}
