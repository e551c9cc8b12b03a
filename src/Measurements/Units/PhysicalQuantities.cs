namespace K3Monitor.Measurements;

/// <summary>Vibration, light, radiation, fields, air and germs: what the law limits beside sound, heat and gases; one line each.</summary>
/// <remarks>
/// Accelerations and field strengths are combined by their squares, which no mean over time here does: they are never averaged.
/// Immutable, safe to share between threads.
/// </remarks>
internal static class PhysicalQuantities
{
    public static IReadOnlyList<Quantity> All { get; } =
    [
        new("vibration.hand-arm", "ahv", "Getaran tangan-lengan (resultan tertimbang)", "Hand-arm vibration (weighted vector sum)", UnitCatalogue.MetrePerSecondSquared, Averaging.None, 0, 10_000),
        new("vibration.whole-body", "aw", "Getaran seluruh tubuh (sumbu terberat, tertimbang)", "Whole-body vibration (worst weighted axis)", UnitCatalogue.MetrePerSecondSquared, Averaging.None, 0, 1_000),
        new("vibration.dose-value", "VDV", "Nilai dosis getaran seluruh tubuh", "Whole-body vibration dose value", UnitCatalogue.VibrationDoseUnit, Averaging.None, 0, 10_000),
        new("work.use", "Pakai", "Bagian waktu alat atau kursi dipakai", "Share of time in which the tool or seat is in use", UnitCatalogue.Percent, Averaging.Arithmetic, 0, 100),
        new("light.illuminance", "E", "Penerangan", "Illuminance", UnitCatalogue.Lux, Averaging.Arithmetic, 0, 200_000),
        new("radiation.uv", "Eeff", "Radiasi ultraviolet efektif", "Effective ultraviolet irradiance", UnitCatalogue.MilliwattPerSquareCentimetre, Averaging.Arithmetic, 0, 1_000),
        new("radiation.power-density", "S", "Rapat daya gelombang radio", "Power density of radio waves", UnitCatalogue.MilliwattPerSquareCentimetre, Averaging.Arithmetic, 0, 100_000),
        new("field.electric", "E", "Kuat medan listrik", "Electric field strength", UnitCatalogue.VoltPerMetre, Averaging.None, 0, 10_000_000),
        new("field.magnetic", "H", "Kuat medan magnet", "Magnetic field strength", UnitCatalogue.AmperePerMetre, Averaging.None, 0, 10_000_000),
        new("field.static-flux", "B0", "Rapat fluks medan magnet statis", "Flux density of a static magnetic field", UnitCatalogue.Millitesla, Averaging.None, 0, 100_000),
        new("field.flux", "B", "Rapat fluks medan magnet frekuensi rendah", "Flux density of a low-frequency magnetic field", UnitCatalogue.Millitesla, Averaging.None, 0, 100_000),
        new("air.humidity", "RH", "Kelembapan relatif", "Relative humidity", UnitCatalogue.Percent, Averaging.Arithmetic, 0, 110),
        new("air.speed", "v", "Kecepatan aliran udara", "Air speed", UnitCatalogue.MetrePerSecond, Averaging.Arithmetic, 0, 100),
        new("biology.bacteria", "Bakteri", "Bakteri total di udara", "Total bacteria in the air", UnitCatalogue.ColonyPerCubicMetre, Averaging.Arithmetic, 0, 10_000_000),
        new("biology.fungi", "Jamur", "Jamur total di udara", "Total fungi in the air", UnitCatalogue.ColonyPerCubicMetre, Averaging.Arithmetic, 0, 10_000_000),
        new("biology.pathogens", "Patogen", "Mikroorganisme patogen di udara", "Pathogenic micro-organisms in the air", UnitCatalogue.ColonyPerCubicMetre, Averaging.Arithmetic, 0, 10_000_000),
    ];
}
