using K3Monitor.FirmwareSim.Plants;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class PhysicsTests
{
    [Theory]
    [InlineData(300, 0.5, 2e-5, 1500)]
    [InlineData(60, 0.6, 4e-4, 90)]
    public void What_leaks_in_is_in_the_room_or_has_left_by_the_ventilation(double volume, double ventilation, double source, double duration)
    {
        var box = new GasBox(volume, ventilation);
        const double Step = 0.05;
        foreach (double moment in new[] { duration / 2, duration, duration * 3 })
        {
            double left = 0;
            int steps = (int)Math.Round(moment / Step);
            for (int i = 0; i < steps; i++)
            {
                left += ventilation * box.Fraction(source, 0, duration, (i + 0.5) * Step) * Step;
            }

            double held = volume * box.Fraction(source, 0, duration, moment);
            double leaked = source * Math.Min(moment, duration);
            Assert.Equal(1, (held + left) / leaked, 1e-5);
        }
    }

    [Fact]
    public void There_is_no_gas_before_the_leak() => Assert.Equal(0, new GasBox(10, 1).Fraction(1e-3, 100, 200, 100));

    [Theory]
    [InlineData(new[] { 90.0, 90.0 }, 93.0103)]
    [InlineData(new[] { 90.0, 80.0 }, 90.4139)]
    [InlineData(new[] { 85.0 }, 85.0)]
    public void Levels_add_by_energy(double[] levels, double sum) => Assert.Equal(sum, SoundEnergy.Sum(levels), 1e-3);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 6.0206)]
    [InlineData(10, 20)]
    [InlineData(0.2, 0)]
    public void A_point_source_loses_6_dB_a_doubling(double distance, double loss) => Assert.Equal(loss, SoundEnergy.Spread(distance), 1e-3);

    [Theory]
    [InlineData(85, 8, 100)]
    [InlineData(88, 4, 100)]
    [InlineData(97, 0.5, 100)]
    [InlineData(85, 4, 50)]
    public void The_dose_doubles_every_3_dB(double level, double hours, double percent) => Assert.Equal(percent, SoundEnergy.DosePercent(level, hours), 1e-9);

    [Theory]
    [InlineData(25, 25, 25)] // saturated air: the wet bulb is the air temperature
    [InlineData(30, 20, 23.0)] // psychrometric chart at sea level, ± 0.2 K
    public void The_wet_bulb_agrees_with_the_chart(double air, double dewPoint, double wet) => Assert.Equal(wet, ThermalClimate.WetBulb(air, dewPoint), 0.2);

    [Fact]
    public void Without_radiation_the_globe_shows_the_air() => Assert.Equal(30, ThermalClimate.Globe(30, 30, 0.3), 1e-5);

    [Fact]
    public void Radiation_warms_the_globe_less_than_the_surroundings() => Assert.InRange(ThermalClimate.Globe(30, 60, 0.3), 35, 55);

    [Fact]
    public void The_index_weighs_wick_and_globe() => Assert.Equal((0.7 * 28) + (0.3 * 41), ThermalClimate.Index(28, 41), 1e-12);
}
