namespace K3Monitor.FirmwareSim.Plants;

/// <summary>Sums of sound levels by energy.</summary>
internal static class SoundEnergy
{
    /// <summary>Relative energy of a level: 10^(L/10).</summary>
    internal static double Of(double level) => Math.Pow(10, level / 10);

    /// <summary>The level of a relative energy, dB; minus infinity for zero.</summary>
    internal static double Level(double energy) => 10 * Math.Log10(energy);

    /// <summary>The level of several sources together, dB.</summary>
    internal static double Sum(IEnumerable<double> levels) => Level(levels.Sum(Of));

    /// <summary>Fall of a point source's level from 1 m to a distance, dB; nothing is gained inside 1 m.</summary>
    internal static double Spread(double distance) => 20 * Math.Log10(Math.Max(1, distance));

    /// <summary>Share of the permitted daily dose, %, of one level held for a time: 85 dB(A) for 8 h is 100 %, 3 dB doubles it.</summary>
    internal static double DosePercent(double level, double hours) => 100 * hours / (8 / Math.Pow(2, (level - 85) / 3));
}
