namespace K3Monitor.Rules.Formulas.Heat;

/// <summary>Properties of air and water vapour in the form that the Liljegren model states them. Kelvin, hPa, SI.</summary>
internal static class AirProperties
{
    internal const double StefanBoltzmann = 5.6696e-8;
    internal const double HeatCapacity = 1003.5;
    internal const double MolarMassAir = 28.97;
    internal const double MolarMassWater = 18.015;
    internal const double GasConstantAir = 8314.34 / MolarMassAir;
    internal const double Prandtl = HeatCapacity / (HeatCapacity + 1.25 * GasConstantAir);

    /// <summary>Dynamic viscosity in kg/(m s): Bird, Stewart, Lightfoot, kinetic theory.</summary>
    internal static double Viscosity(double t)
    {
        const double diameter = 3.617, energy = 97;
        double omega = (t / energy - 2.9) / 0.4 * -0.034 + 1.048;
        return 2.6693e-6 * Math.Sqrt(MolarMassAir * t) / (diameter * diameter * omega);
    }

    /// <summary>Thermal conductivity in W/(m K).</summary>
    internal static double Conductivity(double t) => (HeatCapacity + 1.25 * GasConstantAir) * Viscosity(t);

    /// <summary>Density in kg/m³.</summary>
    internal static double Density(double t, double pressure) => pressure * 100 / (GasConstantAir * t);

    /// <summary>Diffusivity of water vapour in air in m²/s: Slattery and Bird's form with critical constants.</summary>
    internal static double Diffusivity(double t, double pressure)
    {
        const double pressures = 36.4 * 218, temperatures = 132 * 647.3;
        double molar = Math.Sqrt(1 / MolarMassAir + 1 / MolarMassWater);
        return 3.640e-4 * Math.Pow(t / Math.Sqrt(temperatures), 2.334) * Math.Cbrt(pressures)
            * Math.Pow(temperatures, 5.0 / 12) * molar / (pressure / 1013.25) * 1e-4;
    }

    /// <summary>Heat of evaporation in J/kg, 283 to 313 K.</summary>
    internal static double Evaporation(double t) => (313.15 - t) / 30 * -71_100 + 2.4073e6;

    /// <summary>Saturation vapour pressure over water in hPa: Buck 1981 with the enhancement 1.004 of moist air.</summary>
    internal static double Saturation(double t) => 1.004 * 6.1121 * Math.Exp(17.502 * (t - 273.15) / (t - 32.18));

    /// <summary>The inverse of <see cref="Saturation"/>: dew point in K.</summary>
    internal static double DewPoint(double vapour)
    {
        double z = Math.Log(vapour / (6.1121 * 1.004));
        return 273.15 + 240.97 * z / (17.502 - z);
    }

    /// <summary>Emissivity of the sky: Oke, <c>0.575 e^0.143</c>, e in hPa.</summary>
    internal static double SkyEmissivity(double vapour) => 0.575 * Math.Pow(vapour, 0.143);
}
