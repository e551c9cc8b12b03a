namespace K3Monitor.Measurements;

/// <summary>
/// What kind of thing a unit counts. Units of different dimensions never convert into each other, but for
/// <see cref="VolumeFraction"/> and <see cref="MassConcentration"/> of one gas at stated conditions.
/// </summary>
public enum Dimension
{
    /// <summary>A-weighted sound level, dB re 20 µPa.</summary>
    SoundLevelA,

    /// <summary>C-weighted sound level, dB re 20 µPa.</summary>
    SoundLevelC,

    /// <summary>Thermodynamic or Celsius temperature.</summary>
    Temperature,

    /// <summary>Parts of a gas by volume (ppb, ppm, % vol).</summary>
    VolumeFraction,

    /// <summary>Mass of a substance in a volume of air (mg/m³).</summary>
    MassConcentration,

    /// <summary>Share of a gas's lower explosive limit. Means nothing without the gas and the LEL table.</summary>
    LowerExplosiveShare,

    /// <summary>A share of a whole, as of a dose.</summary>
    Ratio,
}
