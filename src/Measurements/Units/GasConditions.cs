namespace K3Monitor.Measurements;

/// <summary>
/// The temperature and pressure at which ppm and mg/m³ of a gas are equated. A conversion that does not state
/// them is not a conversion: the same 25 ppm of CO are 28.6 mg/m³ at 25 °C and 29.1 at 20 °C.
/// </summary>
/// <param name="TemperatureCelsius">Above −273.15.</param>
/// <param name="PressureKilopascal">Above 0.</param>
public sealed record GasConditions(double TemperatureCelsius, double PressureKilopascal)
{
    /// <summary>25 °C and 101.325 kPa: ACGIH, OSHA, NIOSH, Singapore and the Indonesian tables. Molar volume 24.47 L/mol.</summary>
    public static GasConditions Ambient25 { get; } = new(25, 101.325);

    /// <summary>20 °C and 101.325 kPa: EH40. Molar volume 24.06 L/mol.</summary>
    public static GasConditions Ambient20 { get; } = new(20, 101.325);

    /// <summary>
    /// Litres per mole of an ideal gas: <c>22.414 × (T / 273.15) × (101.325 / P)</c> with T in kelvin and P in kPa.
    /// </summary>
    public double MolarVolumeLitres => 22.414 * ((TemperatureCelsius + 273.15) / 273.15) * (101.325 / PressureKilopascal);

    /// <summary>Whether both figures are finite and physically possible.</summary>
    public bool IsPossible => double.IsFinite(TemperatureCelsius) && TemperatureCelsius > -273.15
        && double.IsFinite(PressureKilopascal) && PressureKilopascal > 0;
}
