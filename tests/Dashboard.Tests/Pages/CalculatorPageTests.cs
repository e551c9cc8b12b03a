using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using K3Monitor.Dashboard.Pages.Calculators;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Rules.Calc;

namespace K3Monitor.Dashboard.Tests.Pages;

/// <summary>The calculators work without a script: a form, and the answer on the page that comes back.</summary>
public sealed class CalculatorPageTests
{
    [Fact]
    public async Task Every_topic_has_a_page_with_its_formula_and_a_worked_example()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector", "en");
        foreach (CalcTopic topic in CalcTopics.All)
        {
            string page = WebUtility.HtmlDecode(await client.GetStringAsync($"/calculators/{topic.Name}"));
            Assert.Contains(CalcGuide.Of(topic.Name).Formula, page, StringComparison.Ordinal);
            Assert.DoesNotContain("role=\"alert\"", page, StringComparison.Ordinal);
            Assert.All(topic.Expected.Where(k => k.Required), k => Assert.Contains(k.Name.Split('|')[0], page, StringComparison.Ordinal));
        }
    }

    // 90 dB(A) for 4 h and 95 for 2 h at 90/5 are 100 % (29 CFR 1910.95 App. A); the reader writes a decimal comma.
    [Fact]
    public async Task Figures_of_ones_own_are_computed_with_a_decimal_comma_and_rows()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector", "id");
        string rows = Uri.EscapeDataString("level_dBA=90; hours=3,5\nlevel_dBA=95; hours=2");

        string page = WebUtility.HtmlDecode(await client.GetStringAsync($"/calculators/noise.dose?g.periods={rows}&g.criterion_dBA=90&g.exchange_rate_dB=5"));

        Assert.Contains(">93,75<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        using HttpClient client = await host.ClientAsync("inspector", "en");

        string page = WebUtility.HtmlDecode(await client.GetStringAsync("/calculators/noise.reference_duration?g.level_dBA=loud"));
        using HttpResponseMessage unknown = await client.GetAsync("/calculators/nothing");

        Assert.Contains("role=\"alert\" lang=\"en\">level_dBA:", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public void What_a_field_shows_of_an_example_is_read_back_as_the_same()
    {
        foreach (CalcTopic topic in CalcTopics.All)
        {
            JsonObject example = CalcGuide.ExampleOf(topic.Name);
            Assert.All(example, p => Assert.True(JsonNode.DeepEquals(Normal(p.Value), Normal(CalcForm.Read(CalcForm.Write(p.Value)))), $"{topic.Name}: {p.Key}"));
        }
    }

    // A row of one number is shown as a number, which topics take alike; numbers are compared as numbers.
    private static JsonNode? Normal(JsonNode? node) => JsonNode.Parse(JsonSerializer.Serialize(node switch
    {
        JsonArray { Count: 1 } one when one[0] is not JsonObject => (object?)one[0]!.GetValue<JsonElement>().GetDouble(),
        _ => node,
    }));
}
