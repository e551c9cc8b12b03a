using System.Text.Json;
using K3Monitor.Rules.Calc;
using K3Monitor.Rules.Formulas.Heat;

namespace K3Monitor.Rules.Tests.Calc;

public sealed class EquivalentInputTests
{
    [Theory]
    [InlineData("noise.dose", "{\"periods\":[{\"level_dBA\":91,\"hours\":2}]}", "{\"periods\":[{\"laeq_dBA\":91,\"min\":120}]}", "dose_percent")]
    [InlineData("noise.dose", "{\"periods\":[{\"level_dBA\":91,\"h\":0.5}]}", "{\"periods\":[{\"level_dBA\":91,\"s\":1800}]}", "dose_percent")]
    [InlineData("noise.energy_average", "{\"laeq_samples_dBA\":[80,90],\"hours\":[1,3]}", "{\"periods\":[{\"laeq_dBA\":80,\"hours\":1},{\"laeq_dBA\":90,\"hours\":3}]}", "energy_mean_dBA")]
    [InlineData("noise.dose_to_twa", "{\"dose_percent\":50,\"exchange_rate_dB\":5}", "{\"dose_percent\":50,\"coefficient\":16.609640474436812}", "twa_dBA")]
    [InlineData("chemical.unit_conversion", "{\"ppm\":10,\"molar_mass\":34,\"pressure_kPa\":101.325}", "{\"ppm\":10,\"molar_mass\":34,\"pressure_mmHg\":760,\"temp_C\":25}", "mg_m3")]
    [InlineData("heat.limit.niosh", "{\"metabolic_W\":232.6}", "{\"metabolic_kcal_h\":200}", "rel_C")]
    [InlineData("heat.limit.niosh", "{\"metabolic_W\":180}", "{\"metabolic_W_m2\":100}", "ral_C")]
    [InlineData("heat.dew_point", "{\"t_air_C\":20,\"rh_percent\":50}", "{\"t_air_K\":293.15,\"rh_percent\":50}", "t_dew_C")]
    [InlineData("vibration.wbv_a8", "{\"aw_xyz\":[0.2,0.4,0.25],\"hours\":6.5}", "{\"machines\":[{\"aw_xyz\":[0.2,0.4,0.25],\"min\":390}],\"k_xyz\":[1.4,1.4,1]}", "a8")]
    [InlineData("vibration.hav_a8", "{\"tools\":[{\"ahv\":5,\"hours\":1}]}", "{\"tools\":[{\"ahv_xyz\":[0,3,4],\"hours\":1}]}", "a8")]
    [InlineData("chemical.extended_shift", "{\"model\":\"Brief & Scala weekly\",\"shift_h\":12,\"days\":5}", "{\"model\":\"brief and scala weekly\",\"shift_h\":12,\"hours_per_week\":60}", "factor")]
    [InlineData("chemical.extended_shift", "{\"model\":\"Brief & Scala weekly\",\"shift_h\":12,\"days\":5}", "{\"model\":\"Brief and Scala, by the week\",\"week_h\":60}", "reduction_factor")]
    public void Spellings_and_units_of_the_same_input_give_the_same_answer(string topic, string one, string other, string key) =>
        Assert.Equal(Ask.Answer(topic, one).GetProperty(key).GetDouble(), Ask.Answer(topic, other).GetProperty(key).GetDouble(), 1e-9);

    [Theory]
    [InlineData("noise.reference_duration", "{\"level_dBA\":88}", "{\"level_dBA\":[88]}", "duration_h")]
    [InlineData("noise.extended_shift_action_level", "{\"shift_h\":12}", "{\"shift_h\":[12]}", "action_level_dBA")]
    [InlineData("heat.band_edges", "{\"wbgt_C\":20}", "{\"wbgt_C\":[20]}", "band")]
    [InlineData("statistics.en689_ut", "{\"n\":6}", "{\"n\":[6]}", "u_t")]
    [InlineData("noise.dose_to_twa", "{\"dose_percent\":50}", "{\"dose_percent\":[50]}", "twa_dBA")]
    public void A_number_is_answered_with_a_number_and_a_row_with_a_row(string topic, string number, string row, string key)
    {
        var single = Ask.Answer(topic, number).GetProperty(key);
        var several = Ask.Answer(topic, row).GetProperty(key);

        Assert.Equal(JsonValueKind.Number, single.ValueKind);
        Assert.Equal(single.GetDouble(), Assert.Single(several.EnumerateArray()).GetDouble());
    }

    [Fact]
    public void A_row_of_doses_keeps_its_place_where_one_has_no_level()
    {
        var levels = Ask.Answer("noise.dose_to_twa", "{\"dose_percent\":[100,0]}").GetProperty("twa_dBA");

        Assert.Equal(85, levels[0].GetDouble());
        Assert.Equal(JsonValueKind.Null, levels[1].ValueKind);
    }

    [Fact]
    public void The_wind_and_the_direct_beam_that_others_derived_are_derived_alike()
    {
        foreach (string id in CasesFile.All.Where(c => c.GetProperty("given").TryGetProperty("wind_2m_ms_derived", out _)).Select(c => c.GetProperty("id").GetString() ?? string.Empty))
        {
            var given = CasesFile.Find(id).GetProperty("given");
            double wind = SunAndWind.WindAt2(given.GetProperty("wind_10m_ms").GetDouble(), given.GetProperty("solar_W_m2").GetDouble(), given.GetProperty("cos_zenith").GetDouble());
            Assert.Equal(given.GetProperty("wind_2m_ms_derived").GetDouble(), wind, 1e-6);
        }
        var sun = SunAndWind.Sun(new DateTimeOffset(2000, 6, 1, 16, 0, 0, TimeSpan.Zero), 33.7331, -84.3831);
        Assert.Equal(0.207, SunAndWind.DirectShare(500, 0.9173484, sun.Distance), 1e-3);
    }

    [Fact]
    public void Topics_are_found_by_exact_name_only()
    {
        Assert.True(CalcTopics.TryGet("noise.dose", out var topic));
        Assert.Equal("noise.dose", topic.Name);
        Assert.False(CalcTopics.TryGet("Noise.Dose", out _));
        Assert.False(CalcTopics.TryGet(string.Empty, out _));
    }
}
