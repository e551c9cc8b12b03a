using CsCheck;
using K3Monitor.Measurements;

namespace K3Monitor.Measurements.Tests;

public sealed class UnitConversionTests
{
    [Theory]
    [InlineData("°F", 212, 100)]
    [InlineData("℉", 32, 0)]
    [InlineData("K", 300, 26.85)]
    [InlineData("degC", 31.5, 31.5)]
    public void Temperatures_arrive_in_degrees_celsius(string unit, double given, double expected) =>
        Assert.Equal(expected, Canonical(given, unit, QuantityCatalogue.DryBulb).Value, 1e-9);

    [Theory]
    [InlineData("ppb", 25000, 25)]
    [InlineData("%vol", 0.0025, 25)]
    [InlineData("bds", 25, 25)]
    [InlineData(" p p m ", 25, 25)]
    public void Parts_of_a_gas_arrive_in_ppm(string unit, double given, double expected) =>
        Assert.Equal(expected, Canonical(given, unit, QuantityCatalogue.CarbonMonoxide).Value, 1e-9);

    [Fact]
    public void Oxygen_in_ppm_arrives_in_percent_by_volume() =>
        Assert.Equal(20.9, Canonical(209_000, "ppm", QuantityCatalogue.Oxygen).Value, 1e-9);

    // Molar volume 24.45 at 25 °C (ACGIH, OSHA) and 24.055 at 20 °C (EH40), rounded as the sources print it.
    [Theory]
    [InlineData(25, 101.325, 24.45, 0.03)]
    [InlineData(20, 101.325, 24.055, 0.01)]
    [InlineData(0, 101.325, 22.414, 1e-9)]
    public void The_molar_volume_is_that_of_an_ideal_gas(double celsius, double kilopascal, double litres, double tolerance) =>
        Assert.Equal(litres, new GasConditions(celsius, kilopascal).MolarVolumeLitres, tolerance);

    [Fact]
    public void Mass_and_volume_of_a_gas_convert_only_at_stated_conditions()
    {
        // 25 ppm of CO are 28.6 mg/m³ at 25 °C (facts: 29 as printed).
        ConversionResult result = Canonical(28.6, "mg/m3", QuantityCatalogue.CarbonMonoxide, GasConditions.Ambient25);
        Assert.Equal(25, result.Value, 0.03);
        Assert.Contains("temperature and pressure", Canonical(28.6, "mg/m3", QuantityCatalogue.CarbonMonoxide).Fault, StringComparison.Ordinal);
        Assert.NotNull(Canonical(1, "mg/m3", QuantityCatalogue.CarbonMonoxide, new GasConditions(-274, 101)).Fault);
        Assert.NotNull(Canonical(1, "mg/m3", QuantityCatalogue.CarbonMonoxide, new GasConditions(25, 0)).Fault);
    }

    [Fact]
    public void Ppm_do_not_change_with_altitude_and_mass_does()
    {
        var bandung = new GasConditions(25, 92);
        Assert.Equal(10, Canonical(10, "ppm", QuantityCatalogue.HydrogenSulfide, bandung).Value);
        Assert.True(Canonical(10, "mg/m3", QuantityCatalogue.HydrogenSulfide, bandung).Value > Canonical(10, "mg/m3", QuantityCatalogue.HydrogenSulfide, GasConditions.Ambient25).Value);
    }

    [Theory]
    [InlineData("dB(C)", "sound.laeq")]
    [InlineData("dB(A)", "sound.lcpeak")]
    [InlineData("ppm", "gas.lel")]
    [InlineData("%", "gas.o2")]
    [InlineData("%", "gas.lel")]
    [InlineData("mg/m3", "gas.lel")]
    [InlineData("°C", "gas.co")]
    public void A_unit_of_another_quantity_is_refused_by_name(string unit, string quantityId)
    {
        Assert.True(QuantityCatalogue.TryFind(quantityId, out Quantity? quantity));
        ConversionResult result = Canonical(10, unit, quantity, GasConditions.Ambient25);
        Assert.False(result.Succeeded);
        Assert.True(double.IsNaN(result.Value));
        Assert.False(string.IsNullOrEmpty(result.Fault));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_none_is_refused(double value) => Assert.NotNull(Canonical(value, "ppm", QuantityCatalogue.CarbonMonoxide).Fault);

    [Theory]
    [InlineData("db")]
    [InlineData("mg")]
    [InlineData("")]
    [InlineData(null)]
    public void A_spelling_that_is_not_listed_is_refused(string? spelling) => Assert.False(UnitCatalogue.TryFind(spelling, out _));

    [Theory]
    [InlineData("μg/m³")]
    [InlineData("µg/m³")]
    [InlineData("ug/m3")]
    public void The_greek_mu_and_the_micro_sign_are_one(string spelling)
    {
        Assert.True(UnitCatalogue.TryFind(spelling, out Unit? unit));
        Assert.Same(UnitCatalogue.MicrogramPerCubicMetre, unit);
    }

    [Fact]
    public void Every_quantity_is_found_by_its_id_and_takes_its_own_unit() => Assert.All(QuantityCatalogue.All, quantity =>
    {
        Assert.True(QuantityCatalogue.TryFind(quantity.Id, out Quantity? found));
        Assert.Same(quantity, found);
        Assert.True(UnitCatalogue.TryFind(quantity.Canonical.Symbol, out Unit? unit));
        Assert.Equal(quantity.Canonical, unit);
        Assert.True(quantity.PlausibleMin < quantity.PlausibleMax);
    });

    [Fact]
    public void There_and_back_gives_the_value_again() => Gen.Double[-1000, 1000].Sample(value =>
    {
        GasConditions at = GasConditions.Ambient25;
        double mass = UnitConversion.Convert(value, UnitCatalogue.PartsPerMillion, UnitCatalogue.MilligramPerCubicMetre, QuantityCatalogue.CarbonMonoxide, at).Value;
        Assert.Equal(value, UnitConversion.Convert(mass, UnitCatalogue.MilligramPerCubicMetre, UnitCatalogue.PartsPerMillion, QuantityCatalogue.CarbonMonoxide, at).Value, 1e-9);
        double fahrenheit = UnitConversion.Convert(value, UnitCatalogue.Celsius, UnitCatalogue.Fahrenheit, QuantityCatalogue.DryBulb).Value;
        Assert.Equal(value, UnitConversion.ToCanonical(fahrenheit, UnitCatalogue.Fahrenheit, QuantityCatalogue.DryBulb).Value, 1e-9);
    });

    private static ConversionResult Canonical(double value, string unit, Quantity quantity, GasConditions? conditions = null)
    {
        Assert.True(UnitCatalogue.TryFind(unit, out Unit? found));
        return UnitConversion.ToCanonical(value, found, quantity, conditions);
    }
}
