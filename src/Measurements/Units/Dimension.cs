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

    /// <summary>Acceleration of vibration (m/s²).</summary>
    Acceleration,

    /// <summary>Vibration dose value (m/s^1.75).</summary>
    VibrationDose,

    /// <summary>Illuminance (lux).</summary>
    Illuminance,

    /// <summary>Radiant power on a surface (mW/cm²), of light or of radio waves.</summary>
    Irradiance,

    /// <summary>Strength of an electric field (V/m).</summary>
    ElectricField,

    /// <summary>Strength of a magnetic field (A/m).</summary>
    MagneticField,

    /// <summary>Magnetic flux density (mT).</summary>
    FluxDensity,

    /// <summary>Speed of air (m/s).</summary>
    Speed,

    /// <summary>Fibres in a volume of air (f/cm³).</summary>
    FibreCount,

    /// <summary>Colonies grown from a volume of air (cfu/m³).</summary>
    ColonyCount,
}
