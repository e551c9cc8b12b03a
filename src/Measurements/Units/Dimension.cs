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

    /// <summary>Sound level whose weighting nobody states. Never equated with an A- or C-weighted one.</summary>
    SoundLevel,

    /// <summary>Relative humidity of air.</summary>
    RelativeHumidity,

    /// <summary>Pressure.</summary>
    Pressure,

    /// <summary>Illuminance.</summary>
    Illuminance,

    /// <summary>Electric potential.</summary>
    Voltage,

    /// <summary>Electric current.</summary>
    Current,

    /// <summary>Power.</summary>
    Power,

    /// <summary>Energy.</summary>
    Energy,

    /// <summary>Frequency.</summary>
    Frequency,

    /// <summary>Electric conductivity of a liquid or soil.</summary>
    Conductivity,

    /// <summary>Electric resistance. A sensor that gives its resistance gives no concentration.</summary>
    Resistance,

    /// <summary>Length.</summary>
    Length,

    /// <summary>Speed.</summary>
    Speed,

    /// <summary>Volume.</summary>
    Volume,

    /// <summary>Duration.</summary>
    Duration,

    /// <summary>Plane angle.</summary>
    Angle,

    /// <summary>Radio signal level re 1 mW.</summary>
    RadioLevel,

    /// <summary>Power of radiation on an area.</summary>
    Irradiance,

    /// <summary>Energy of radiation on an area, gathered over time.</summary>
    RadiantExposure,

    /// <summary>Ambient dose equivalent rate of ionising radiation.</summary>
    DoseRate,

    /// <summary>Acceleration, as of vibration.</summary>
    Acceleration,

    /// <summary>Share of charge left in a battery.</summary>
    BatteryShare,

    /// <summary>Volume in a time.</summary>
    FlowRate,

    /// <summary>Mass.</summary>
    Mass,

    /// <summary>Vibration dose value (m/s^1.75).</summary>
    VibrationDose,

    /// <summary>Strength of an electric field (V/m).</summary>
    ElectricField,

    /// <summary>Strength of a magnetic field (A/m).</summary>
    MagneticField,

    /// <summary>Magnetic flux density (mT).</summary>
    FluxDensity,

    /// <summary>Fibres in a volume of air (f/cm³).</summary>
    FibreCount,

    /// <summary>Colonies grown from a volume of air (cfu/m³).</summary>
    ColonyCount,
}
