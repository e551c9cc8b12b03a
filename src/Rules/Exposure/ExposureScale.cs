using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// On which scale values add up over time: concentrations as they are, levels by the share of permitted time, accelerations and
/// field strengths by their squares, vibration dose values by their fourth powers.
/// </summary>
/// <remarks>ISO 5349-1:2001 and ISO 2631-1:1997 for the powers of vibration; IEEE C95.1 for mean squares of fields.</remarks>
internal readonly struct ExposureScale
{
    private readonly DoseParameters? dose;
    private readonly int power;

    public ExposureScale(Limit limit)
    {
        dose = limit.Kind == LimitKind.Dose ? limit.Dose : null;
        power = limit.Quantity?.Canonical.Dimension switch
        {
            Dimension.Acceleration or Dimension.ElectricField or Dimension.MagneticField or Dimension.FluxDensity => 2,
            Dimension.VibrationDose => 4,
            _ => 1,
        };
    }

    /// <summary>What one value adds in a unit of time.</summary>
    public double Weight(double value) => (dose, power) switch
    {
        ({ } parameters, _) => NoiseDose.Rate(value, parameters),
        (_, 2) => value * value,
        (_, 4) => value * value * value * value,
        _ => value,
    };

    /// <summary>The value that stands for a mean or sum on this scale.</summary>
    public double ValueOf(double sum) => power switch
    {
        2 => Math.Sqrt(Math.Max(0, sum)),
        4 => Math.Sqrt(Math.Sqrt(Math.Max(0, sum))),
        _ => sum,
    };

    /// <summary>The limit's own figure on this scale; that of a dose is a sum already.</summary>
    public double OfLimit(double figure) => dose is null ? Weight(figure) : figure;
}
