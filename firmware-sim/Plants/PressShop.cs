using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Plants;

/// <summary>
/// Noise of machines with duty cycles. Each machine is a point source; at a place the sources and the hall's
/// background are added by energy. A stroke that lies partly in a sample counts for that part.
/// </summary>
internal sealed class PressShop : IPlant
{
    private const double DriftPeriod = 240;
    private readonly PressShopSetting _setting;
    private readonly RunEvent[] _runs;
    private readonly Machine[] _machines;
    private readonly SeededNoise _hall;

    internal PressShop(PressShopSetting setting, RunEvent[] runs, long seed, string stream)
    {
        (_setting, _runs, _hall) = (setting, runs, new SeededNoise(seed, stream + "/hall"));
        _machines = [.. setting.Machines.Select(m => new Machine(m, seed, stream))];
    }

    /// <inheritdoc/>
    public double Read(string channel, ScenarioDevice device, double moment)
    {
        double from = moment - device.Interval.TotalSeconds;
        return channel switch
        {
            "laeq" => Equivalent(device, from, moment),
            "lcpeak" => Peak(device, from, moment),
            _ => throw new ArgumentException($"A press shop has no channel '{channel}'.", nameof(channel)),
        };
    }

    private double Equivalent(ScenarioDevice device, double from, double to)
    {
        double energy = SoundEnergy.Of(_setting.Background + _hall.Wander(from, DriftPeriod));
        if (Runs(to))
        {
            foreach (var machine in _machines)
            {
                energy += machine.Energy(device, from, to);
            }
        }

        return SoundEnergy.Level(energy);
    }

    private double Peak(ScenarioDevice device, double from, double to)
    {
        // Steady noise crests about 12 dB above its equivalent level.
        double peak = Equivalent(device, from, to) + 12;
        if (Runs(to))
        {
            foreach (var machine in _machines)
            {
                peak = Math.Max(peak, machine.Peak(device, from, to));
            }
        }

        return peak;
    }

    private bool Runs(double moment) => _runs.Any(r => r.Covers(moment));

    private sealed class Machine(MachineSetting setting, long seed, string stream)
    {
        private readonly SeededNoise _noise = new(seed, stream + "/" + setting.Id);
        private readonly double _phase = setting.Cycle * new SeededNoise(seed, stream + "/" + setting.Id + "/phase").Uniform(0);

        internal double Energy(ScenarioDevice device, double from, double to)
        {
            double share = StrokeTime(from, to) / (to - from);
            double spread = SpreadTo(device) - (0.8 * _noise.Wander(from, DriftPeriod));
            return (share * SoundEnergy.Of(setting.Level - spread)) + ((1 - share) * SoundEnergy.Of(setting.Idle - spread));
        }

        internal double Peak(ScenarioDevice device, double from, double to)
        {
            long last = CycleOf(to);
            return last == CycleOf(from) ? double.NegativeInfinity : setting.Peak - SpreadTo(device) + (1.5 * _noise.Bell(last));
        }

        private double SpreadTo(ScenarioDevice device) =>
            SoundEnergy.Spread(Math.Sqrt(Square(device.X - setting.X) + Square(device.Y - setting.Y)));

        /// <summary>Seconds of stroke in an interval. Stroke n lasts from its cycle's begin for the stroke time.</summary>
        private double StrokeTime(double from, double to)
        {
            double time = 0;
            for (long cycle = CycleOf(from); cycle <= CycleOf(to); cycle++)
            {
                double begin = (cycle * setting.Cycle) + _phase;
                time += Math.Max(0, Math.Min(to, begin + setting.Stroke) - Math.Max(from, begin));
            }

            return time;
        }

        private long CycleOf(double moment) => (long)Math.Floor((moment - _phase) / setting.Cycle);

        private static double Square(double value) => value * value;
    }
}
