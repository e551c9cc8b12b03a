using System.Text.Json;
using CsCheck;
using K3Monitor.Rules.Calc;

namespace K3Monitor.Rules.Tests.Calc;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("{\"periods\":[{\"level_dBA\":90}]}", "periods[0].hours", "is missing")]
    [InlineData("{\"periods\":[{\"hours\":1}]}", "periods[0].level_dBA", "is missing")]
    [InlineData("{}", "periods", "is missing")]
    [InlineData("{\"periods\":[]}", "periods", "an empty row")]
    [InlineData("{\"periods\":{}}", "periods", "not an object")]
    [InlineData("{\"periods\":[7]}", "periods[0]", "an object is needed, not a number")]
    [InlineData("{\"periods\":[{\"level_dBA\":\"90\",\"hours\":1}]}", "periods[0].level_dBA", "not a text")]
    [InlineData("{\"periods\":[{\"level_dBA\":\"NaN\",\"hours\":1}]}", "periods[0].level_dBA", "not a text")]
    [InlineData("{\"periods\":[{\"level_dBA\":1e999,\"hours\":1}]}", "periods[0].level_dBA", "too large")]
    [InlineData("{\"periods\":[{\"level_dBA\":90,\"hours\":-1}]}", "periods[0].hours", "-1 is outside 0 to 8784")]
    [InlineData("{\"periods\":[{\"level_dBA\":90,\"hours\":1,\"min\":60}]}", "periods[0].min", "only one of 'hours' and 'min'")]
    [InlineData("{\"periods\":[{\"level_dBA\":90,\"hours\":1}],\"exchange_rate_dB\":0}", "exchange_rate_dB", "more than 0")]
    [InlineData("{\"periods\":[{\"level_dBA\":true,\"hours\":1}]}", "periods[0].level_dBA", "not true or false")]
    public void A_dose_of_bad_input_is_refused_with_where_and_why(string json, string key, string why)
    {
        var fault = Ask.OnlyFault("noise.dose", json);

        Assert.Equal(key, fault.Key);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_an_input_are_reported_at_once()
    {
        var result = Ask.Topic("noise.dose", "{\"periods\":[{\"level_dBA\":\"x\",\"hours\":-1},{}],\"criterion_dBA\":[]}");

        Assert.Null(result.Answer);
        Assert.Equal(
            ["periods[0].level_dBA", "periods[0].hours", "periods[1].level_dBA", "periods[1].hours", "criterion_dBA"],
            result.Faults.Select(f => f.Key));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("3")]
    [InlineData("{}")]
    [InlineData("{\"periods\":null,\"tools\":null,\"components\":null}")]
    [InlineData("{\"aw_xyz\":[1],\"hours\":1,\"n\":[1.5],\"values\":[0,0],\"kind\":\"?\",\"day\":0,\"method\":\"?\",\"model\":\"?\"}")]
    public void No_topic_throws_or_answers_on_input_that_says_nothing(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.All(CalcTopics.All, t =>
        {
            var result = t.Evaluate(document.RootElement);
            Assert.False(result.Succeeded);
            Assert.NotEmpty(result.Faults);
        });
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"method\":\"\\ud800\"}")]
    [InlineData("{\"periods\":[{\"\\udc00\":[\"\\ud800\"]}]}")]
    public void Half_a_character_is_refused_by_every_topic(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.All(CalcTopics.All, t => Assert.Contains("half a character", Assert.Single(t.Evaluate(document.RootElement).Faults).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void No_topic_throws_on_random_values_under_its_own_keys()
    {
        string[] values = ["null", "true", "\"x\"", "-1", "0", "1", "1.5", "1e300", "1e999", "[]", "[1,2,3]", "[0]", "[\"x\"]", "{}", "[{}]", "[[1]]"];
        var keys = CalcTopics.All.SelectMany(t => t.Given).SelectMany(k => k.Name.Split('|')).Distinct().ToArray();
        var property = Gen.Select(Gen.Int[0, keys.Length - 1].Select(i => keys[i]), Gen.Int[0, values.Length - 1].Select(i => values[i]), (k, v) => $"\"{k}\":{v}");
        Gen.Select(Gen.Int[0, CalcTopics.All.Count - 1].Select(i => CalcTopics.All[i]), property.Array[0, 12]).Sample((topic, properties) =>
        {
            using var document = JsonDocument.Parse("{" + string.Join(',', properties) + "}");
            var result = topic.Evaluate(document.RootElement);
            return result.Succeeded ? result.Answer?.ToJsonString() is not null : result.Faults.Count > 0;
        }, iter: 20_000);
    }

    [Theory]
    [MemberData(nameof(CasesTests.Registered), MemberType = typeof(CasesTests))]
    public void A_case_with_any_one_key_spoilt_is_answered_or_refused_but_never_thrown(string id)
    {
        var known = CasesFile.Find(id);
        Assert.True(CalcTopics.TryGet(known.GetProperty("topic").GetString() ?? string.Empty, out var topic));
        foreach (string bad in (string[])["null", "\"x\"", "-1e9", "1e999", "[]", "[null]", "{}", "[{}]", "0"])
            foreach (var property in known.GetProperty("given").EnumerateObject())
            {
                var spoilt = System.Text.Json.Nodes.JsonNode.Parse(known.GetProperty("given").GetRawText())!.AsObject();
                spoilt.Remove(property.Name);
                string text = "{" + string.Join(',', spoilt.Select(p => $"\"{p.Key}\":{p.Value?.ToJsonString()}").Append($"\"{property.Name}\":{bad}")) + "}";
                using var document = JsonDocument.Parse(text);
                var result = topic.Evaluate(document.RootElement);
                Assert.True(result.Succeeded ? result.Answer?.ToJsonString() is not null : result.Faults.Count > 0);
            }
    }

    [Fact]
    public void An_element_without_a_document_is_refused() =>
        Assert.All(CalcTopics.All, t => Assert.Equal("$", Assert.Single(t.Evaluate(default).Faults).Key));

    [Theory]
    [InlineData("noise.hearing_protector", "{\"exposure_dBA\":98,\"nrr_dB\":25,\"method\":\"hope\"}", "method", "field derating")]
    [InlineData("chemical.extended_shift", "{\"model\":\"Haber\",\"shift_h\":12}", "model", "Brief & Scala daily")]
    [InlineData("heat.rest_break.singapore", "{\"wbgt_outdoor_C\":33,\"activity\":\"moderate\"}", "activity", "light; heavy")]
    [InlineData("heat.acclimatisation", "{\"kind\":\"visitor\",\"day\":1}", "kind", "new worker")]
    [InlineData("vibration.exposure_points", "{\"a8\":1,\"kind\":\"foot\"}", "kind", "whole-body")]
    public void An_unknown_choice_is_refused_with_the_allowed_ones(string topic, string json, string key, string allowed)
    {
        var fault = Ask.OnlyFault(topic, json);

        Assert.Equal(key, fault.Key);
        Assert.Contains(allowed, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("noise.dose_to_twa", "{\"dose_percent\":0}", "twa_dBA")]
    [InlineData("noise.dose", "{\"periods\":[{\"level_dBA\":70,\"hours\":8}],\"threshold_dBA\":80}", "twa_dBA")]
    [InlineData("noise.lex8h", "{\"tasks\":[{\"laeq_dBA\":90,\"hours\":0}]}", "lex8h_dBA")]
    [InlineData("noise.weekly", "{\"weekly_points\":0}", "lex_w_dBA")]
    [InlineData("noise.legal_boundary.singapore", "{\"laeq8h_dBA\":80}", "excessive")]
    [InlineData("gas.confined_space.singapore", "{\"o2_percent\":20.9}", "hazardous_atmosphere")]
    [InlineData("chemical.stel15", "{\"sample_minutes\":40,\"sample_avg_over_stel_ratio\":0.9}", "stel_exceeded_somewhere")]
    [InlineData("statistics.en689_preliminary", "{\"ratio_to_oel\":[0.1,0.1]}", "verdict")]
    [InlineData("statistics.lognormal", "{\"values\":[1,2,3],\"oel\":50}", "en689_compliant")]
    public void What_cannot_be_told_is_null_with_a_reason_and_never_a_safe_number(string topic, string json, string key)
    {
        var answer = Ask.Answer(topic, json);

        Assert.Equal(JsonValueKind.Null, answer.GetProperty(key).ValueKind);
        Assert.Contains(answer.GetProperty("reasons").EnumerateArray(), r => r.GetProperty("key").GetString() == key && r.GetProperty("why").GetString()?.Length > 10);
    }

    [Theory]
    [InlineData("gas.confined_space.singapore", "{\"o2_percent\":18}", "hazardous_atmosphere")]
    [InlineData("noise.legal_boundary.singapore", "{\"lcpeak_dBC\":140.1}", "excessive")]
    [InlineData("chemical.stel15", "{\"sample_minutes\":5,\"sample_avg_over_stel_ratio\":3.1}", "stel_exceeded_somewhere")]
    public void A_known_part_that_breaks_the_limit_alone_decides(string topic, string json, string key) =>
        Assert.True(Ask.Answer(topic, json).GetProperty(key).GetBoolean());

    [Fact]
    public void Defaults_that_were_used_and_keys_that_were_ignored_are_named()
    {
        var answer = Ask.Answer("noise.dose", "{\"periods\":[{\"level_dBA\":85,\"hours\":8,\"note\":1}],\"threshhold_dBA\":80}");

        Assert.Equal(85, answer.GetProperty("defaults").GetProperty("criterion_dBA").GetDouble());
        Assert.Equal(3, answer.GetProperty("defaults").GetProperty("exchange_rate_dB").GetDouble());
        Assert.Equal(["threshhold_dBA", "periods[0].note"], answer.GetProperty("ignored").EnumerateArray().Select(i => i.GetString() ?? string.Empty));
    }

    [Fact]
    public void A_result_outside_finite_numbers_is_refused()
    {
        var fault = Ask.OnlyFault("chemical.unit_conversion", "{\"ppm\":1e308,\"molar_mass\":1e10,\"molar_volume_L\":1}");

        Assert.Equal("mg_m3", fault.Key);
        Assert.Contains("not a finite number", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chemical.twa8h", "{\"periods\":[{\"conc\":1,\"hours\":20},{\"conc\":1,\"hours\":5}]}", "periods")]
    [InlineData("noise.lex8h", "{\"tasks\":[{\"laeq_dBA\":80,\"hours\":25}]}", "tasks")]
    [InlineData("heat.wbgt", "{\"t_nwb_C\":25,\"t_globe_C\":32,\"solar\":true}", "t_air_C")]
    [InlineData("heat.wbgt", "{\"t_nwb_C\":25,\"t_globe_C\":32,\"t_air_C\":30}", "solar")]
    [InlineData("heat.wbgt_twa", "{\"wbgt\":[{\"C\":31,\"min\":45}],\"met\":[{\"W\":400,\"min\":60}]}", "met")]
    [InlineData("heat.wbgt_estimate_indoor", "{\"t_air_C\":20,\"t_dew_C\":25}", "t_dew_C")]
    [InlineData("heat.dew_point", "{\"t_air_C\":20,\"rh_percent\":0}", "rh_percent")]
    [InlineData("gas.lel_to_ppm", "{\"gas\":\"propane\",\"percent_lel\":10}", "lel_vol_percent")]
    [InlineData("vibration.wbv_a8", "{\"aw_xyz\":[1,2],\"hours\":1}", "aw_xyz")]
    [InlineData("noise.hearing_protector", "{\"exposure_dBC\":98,\"nrr_dB\":25,\"method\":\"A-weighted\"}", "method")]
    [InlineData("heat.wbgt_estimate_liljegren", "{\"t_air_C\":30,\"rh_percent\":50,\"wind_2m_ms\":1,\"solar_W_m2\":500}", "cos_zenith")]
    public void Input_that_contradicts_itself_or_lacks_its_partner_is_refused(string topic, string json, string key) =>
        Assert.Equal(key, Ask.OnlyFault(topic, json).Key);
}
