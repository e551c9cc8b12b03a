namespace K3Monitor.FirmwareSim.Plants;

/// <summary>
/// One well-mixed, ventilated room: V·dC/dt = G − Q·C. For a source that is constant between two moments the
/// equation has a closed solution, and since it is linear, sources add up; no step size, no drift.
/// </summary>
/// <param name="volume">Volume of the air V, m³.</param>
/// <param name="ventilation">Flow of fresh air Q, m³/s.</param>
internal sealed class GasBox(double volume, double ventilation)
{
    /// <summary>Volume fraction (0 to 1) at a moment that one constant source has caused.</summary>
    /// <param name="source">Flow of the gas G, m³/s.</param>
    /// <param name="begin">Start of the source, s.</param>
    /// <param name="end">End of the source, s.</param>
    /// <param name="moment">The moment, s.</param>
    internal double Fraction(double source, double begin, double end, double moment)
    {
        if (moment <= begin)
        {
            return 0;
        }

        double rate = ventilation / volume;
        double built = source / ventilation * (1 - Math.Exp(-rate * (Math.Min(moment, end) - begin)));
        return moment <= end ? built : built * Math.Exp(-rate * (moment - end));
    }
}
