namespace K3Monitor.Measurements;

/// <summary>How devices, SI, UCUM, SenML (RFC 8428) and QUDT spell each unit.</summary>
internal static class UnitSpellings
{
    private static readonly (Unit Unit, string[] Spellings)[] Rows =
    [
        (UnitCatalogue.DecibelA, ["dB(A)", "dBA", "dB[A]", "dB(A)SPL", "dB_A", "DBA", "db(a)", "dba", "dBa", "dB(A)eq", "DECIBEL_A"]),
        (UnitCatalogue.DecibelC, ["dB(C)", "dBC", "dB[C]", "DBC", "db(c)", "dbc", "DECIBEL_C"]),
        (UnitCatalogue.Decibel, ["dB", "DECIBEL", "dB[SPL]", "B[SPL]dB", "dBSPL", "dB(Z)", "dBZ"]),
        (UnitCatalogue.Celsius, ["°C", "Cel", "degC", "C", "DEG_C", "degreesCelsius", "degrees-celsius", "celsius", "Celsius", "deg.C", "°c", "degC."]),
        (UnitCatalogue.Fahrenheit, ["°F", "degF", "[degF]", "F", "DEG_F", "degreesFahrenheit", "degrees-fahrenheit", "fahrenheit", "Fahrenheit", "°f"]),
        (UnitCatalogue.Kelvin, ["K", "kelvin", "Kelvin"]),
        (UnitCatalogue.PartsPerMillion, ["ppm", "[ppm]", "ppmv", "bds", "PPM", "PPMV", "Ppm", "ppm(v)", "µmol/mol", "umol/mol", "[ppm]v", "parts-per-million"]),
        (UnitCatalogue.PartsPerBillion, ["ppb", "[ppb]", "ppbv", "PPB", "PPBV", "nmol/mol", "parts-per-billion"]),
        (UnitCatalogue.VolumePercent, ["%vol", "vol%", "%VOL", "%Vol", "%v/v", "%{vol}", "VOL%", "Vol%", "Vol.-%", "Vol.%", "%vol.", "PERCENT_VOL", "vol.%", "vol-%"]),
        (UnitCatalogue.MilligramPerCubicMetre, ["mg/m³", "mg/m3", "mg/m^3", "mg/m**3", "mgm-3", "mg·m⁻³", "mg.m-3", "mgm⁻³", "MilliGM-PER-M3", "MG/M3"]),
        (UnitCatalogue.MicrogramPerCubicMetre, ["µg/m³", "µg/m3", "ug/m³", "ug/m3", "µg/m^3", "ug/m^3", "µgm-3", "ugm-3", "µg·m⁻³", "ug.m-3", "µg.m-3", "µgm⁻³", "mcg/m3", "MicroGM-PER-M3", "UG/M3", "micrograms-per-cubic-meter"]),
        (UnitCatalogue.PercentLel, ["%LEL", "%lel", "LEL%", "%Lel", "%UEG", "%LIE", "LEL", "%LEL."]),
        (UnitCatalogue.Percent, ["%", "PERCENT", "percent", "pct"]),
        (UnitCatalogue.RelativeHumidity, ["%RH", "%rh", "%r.h.", "RH%", "%Rh", "%rH", "%{RH}", "PERCENT_RH", "RH", "percentRH", "percents-relative-humidity", "%RelH", "%relativehumidity"]),
        (new("Pa", Dimension.Pressure, 1), ["Pa", "PA", "pascal", "pascals"]),
        (new("hPa", Dimension.Pressure, 100), ["hPa", "HPA", "HectoPA", "mbar", "mBar", "MBAR", "MilliBAR", "mb", "hPA", "hectopascals"]),
        (new("kPa", Dimension.Pressure, 1000), ["kPa", "KPA", "KiloPA"]),
        (new("MPa", Dimension.Pressure, 1e6), ["MPa", "MegaPA"]),
        (new("bar", Dimension.Pressure, 1e5), ["bar", "Bar", "BAR"]),
        (new("mmHg", Dimension.Pressure, 133.322387415), ["mmHg", "mm[Hg]", "MilliM_HG", "torr"]),
        (new("inHg", Dimension.Pressure, 3386.389), ["inHg", "[in_i'Hg]", "IN_HG"]),
        (new("psi", Dimension.Pressure, 6894.757293), ["psi", "PSI", "[psi]", "psig"]),
        (UnitCatalogue.Lux, ["lx", "lux", "Lux", "LUX", "lm/m2"]),
        (new("klx", Dimension.Illuminance, 1000), ["klx", "klux", "kLux"]),
        (new("V", Dimension.Voltage, 1), ["V", "volt", "volts", "Volt", "VDC", "Vac", "VAC"]),
        (new("mV", Dimension.Voltage, 1e-3), ["mV", "MilliV", "millivolts"]),
        (new("A", Dimension.Current, 1), ["A", "amp", "Amp", "AMP", "ampere"]),
        (new("mA", Dimension.Current, 1e-3), ["mA", "MilliA"]),
        (new("W", Dimension.Power, 1), ["W", "watt", "watts", "Watt"]),
        (new("kW", Dimension.Power, 1000), ["kW", "KiloW"]),
        (new("J", Dimension.Energy, 1), ["J", "joule"]),
        (new("Wh", Dimension.Energy, 3600), ["Wh", "W-HR"]),
        (new("kWh", Dimension.Energy, 3.6e6), ["kWh", "kWH", "KWH", "KiloW-HR"]),
        (new("Hz", Dimension.Frequency, 1), ["Hz", "HZ", "hertz"]),
        (new("kHz", Dimension.Frequency, 1000), ["kHz", "KiloHZ"]),
        (new("1/min", Dimension.Frequency, 1.0 / 60), ["1/min", "rpm", "RPM", "REV-PER-MIN", "{rpm}"]),
        (new("S/m", Dimension.Conductivity, 1), ["S/m", "S-PER-M"]),
        (new("µS/cm", Dimension.Conductivity, 1e-4), ["µS/cm", "uS/cm", "us/cm", "µs/cm", "MicroS-PER-CentiM"]),
        (new("mS/cm", Dimension.Conductivity, 0.1), ["mS/cm", "ms/cm"]),
        (new("dS/m", Dimension.Conductivity, 0.1), ["dS/m"]),
        (new("Ω", Dimension.Resistance, 1), ["Ω", "Ohm", "ohm", "OHM", "ohms", "Ohms"]),
        (new("kΩ", Dimension.Resistance, 1000), ["kΩ", "kOhm", "kohm", "KiloOHM", "KOhm", "kohms"]),
        (new("MΩ", Dimension.Resistance, 1e6), ["MΩ", "MOhm", "MegaOHM"]),
        (new("m", Dimension.Length, 1), ["m", "metre", "meter"]),
        (new("cm", Dimension.Length, 1e-2), ["cm", "CentiM"]),
        (new("mm", Dimension.Length, 1e-3), ["mm", "MilliM", "mm3/mm2"]),
        (new("km", Dimension.Length, 1000), ["km", "KiloM"]),
        (new("µm", Dimension.Length, 1e-6), ["µm", "um", "MicroM"]),
        (new("in", Dimension.Length, 0.0254), ["in", "[in_i]", "inch"]),
        (UnitCatalogue.MetrePerSecond, ["m/s", "M-PER-SEC", "mps", "ms-1", "m.s-1", "m·s⁻¹"]),
        (new("mm/s", Dimension.Speed, 1e-3), ["mm/s", "MilliM-PER-SEC"]),
        (new("km/h", Dimension.Speed, 1.0 / 3.6), ["km/h", "kmh", "kph", "KiloM-PER-HR"]),
        (new("mph", Dimension.Speed, 0.44704), ["mph", "mi/h", "[mi_i]/h", "MI-PER-HR"]),
        (new("kn", Dimension.Speed, 0.514444444444), ["kn", "kt", "knot", "[kn_i]"]),
        (new("m³", Dimension.Volume, 1), ["m³", "m3", "M3", "m^3"]),
        (new("L", Dimension.Volume, 1e-3), ["L", "l", "litre", "liter"]),
        (new("m³/h", Dimension.FlowRate, 1), ["m³/h", "m3/h", "m^3/h", "M3-PER-HR"]),
        (new("L/min", Dimension.FlowRate, 0.06), ["L/min", "l/min", "lpm", "LPM", "L-PER-MIN"]),
        (new("s", Dimension.Duration, 1), ["s", "sec", "SEC", "seconds"]),
        (new("ms", Dimension.Duration, 1e-3), ["ms", "MilliSEC", "msec"]),
        (new("min", Dimension.Duration, 60), ["min", "MIN", "minutes"]),
        (new("h", Dimension.Duration, 3600), ["h", "hr", "HR", "hours"]),
        (new("°", Dimension.Angle, 1), ["°", "deg", "DEG", "degrees", "degree"]),
        (new("rad", Dimension.Angle, 57.29577951308232), ["rad", "RAD"]),
        (new("dBm", Dimension.RadioLevel, 1), ["dBm", "dbm", "DBM", "dBmW", "DECIBEL_M"]),
        (UnitCatalogue.WattPerSquareMetre, ["W/m²", "W/m2", "W/m^2", "W-PER-M2", "w/m2"]),
        (UnitCatalogue.MicrowattPerSquareCentimetre, ["µW/cm²", "uW/cm²", "uW/cm2", "µW/cm2"]),
        (new("µSv/h", Dimension.DoseRate, 1), ["µSv/h", "uSv/h", "MicroSV-PER-HR", "µSv/hr", "uSv/hr"]),
        (new("mSv/h", Dimension.DoseRate, 1000), ["mSv/h", "MilliSV-PER-HR"]),
        (UnitCatalogue.MetrePerSecondSquared, ["m/s²", "m/s2", "m/s^2", "M-PER-SEC2", "m.s-2", "m·s⁻²"]),
        (new("%EL", Dimension.BatteryShare, 1), ["%EL"]),
        (new("gn", Dimension.Acceleration, 9.80665), ["gn", "[g]"]),
        (UnitCatalogue.VibrationDoseUnit, ["m/s^1.75", "m/s1.75"]),
        (UnitCatalogue.MillijoulePerSquareCentimetre, ["mJ/cm²", "mJ/cm2"]),
        (UnitCatalogue.JoulePerSquareMetre, ["J/m²", "J/m2", "J-PER-M2"]),
        (UnitCatalogue.MilliwattPerSquareCentimetre, ["mW/cm²", "mW/cm2"]),
        (UnitCatalogue.VoltPerMetre, ["V/m"]),
        (UnitCatalogue.AmperePerMetre, ["A/m"]),
        (UnitCatalogue.Millitesla, ["mT"]),
        (UnitCatalogue.Tesla, ["T"]),
        (UnitCatalogue.Microtesla, ["µT", "uT"]),
        (UnitCatalogue.FibrePerCubicCentimetre, ["f/cm³", "f/cm3", "f/cc"]),
        (UnitCatalogue.ColonyPerCubicMetre, ["cfu/m³", "cfu/m3", "CFU/m³", "CFU/m3"]),
        (new("kg", Dimension.Mass, 1), ["kg", "KiloGM"]),
    ];

    /// <summary>Every spelling with its unit; a spelling that stands twice throws.</summary>
    public static Dictionary<string, Unit> All()
    {
        var all = new Dictionary<string, Unit>(StringComparer.Ordinal);
        foreach ((Unit unit, string[] spellings) in Rows)
        {
            foreach (string spelling in spellings)
                all.Add(spelling, unit);
        }

        return all;
    }
}
