using System.Text.Json;
using K3Monitor.Rules.Calc;

namespace K3Monitor.Rules.Tests.Calc;

public sealed class DocumentationTests
{
    private static readonly string[] Sections =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "exposure-maths.md")).Split("\n### ")[1..];

    public static TheoryData<string> Documented => [.. Sections.Select(Name)];

    [Fact]
    public void Every_topic_is_documented_once_and_nothing_else_is() =>
        Assert.Equal(CalcTopics.All.Select(t => t.Name), Sections.Select(Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Documented))]
    public void A_documented_example_gives_the_documented_answer(string topic)
    {
        string[] lines = Sections.Single(s => Name(s) == topic).Split("```json\n")[1].Split('\n');
        using var expected = JsonDocument.Parse(lines[1]);
        using var tolerance = JsonDocument.Parse("0.000006");

        Comparison.Check(expected.RootElement, Ask.Answer(topic, lines[0]), tolerance.RootElement);
    }

    private static string Name(string section) => section.Split('\n')[0];
}
