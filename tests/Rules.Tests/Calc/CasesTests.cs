using System.Text.Json;
using K3Monitor.Rules.Calc;

namespace K3Monitor.Rules.Tests.Calc;

public sealed class CasesTests
{
    /// <summary>Topics of the file that the calculator does not answer. A change here is a decision, not drift.</summary>
    private static readonly string[] NotRegistered = [];

    public static TheoryData<string> Registered =>
        [.. CasesFile.All.Where(c => CalcTopics.TryGet(Text(c, "topic"), out _)).Select(c => Text(c, "id"))];

    [Theory]
    [MemberData(nameof(Registered))]
    public void A_published_case_is_reproduced_within_its_tolerance(string id)
    {
        var known = CasesFile.Find(id);

        var answer = Ask.Answer(Text(known, "topic"), known.GetProperty("given").GetRawText());

        Comparison.Check(known.GetProperty("expected"), answer, known.GetProperty("tolerance"));
    }

    [Theory]
    [MemberData(nameof(Registered))]
    public void A_published_case_holds_no_key_that_its_topic_ignores(string id)
    {
        var known = CasesFile.Find(id);

        var answer = Ask.Answer(Text(known, "topic"), known.GetProperty("given").GetRawText());

        Assert.False(answer.TryGetProperty("ignored", out var ignored), ignored.ToString());
    }

    [Fact]
    public void The_topics_that_are_not_answered_are_exactly_those_listed() =>
        Assert.Equal(NotRegistered, CasesFile.Topics.Where(t => !CalcTopics.TryGet(t, out _)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_topic_answers_at_least_one_published_case() =>
        Assert.All(CalcTopics.All, t => Assert.Contains(t.Name, CasesFile.Topics));

    [Fact]
    public void Topics_are_listed_in_order_with_summary_source_and_keys()
    {
        Assert.Equal(CalcTopics.All.OrderBy(t => t.Name, StringComparer.Ordinal), CalcTopics.All);
        Assert.All(CalcTopics.All, t =>
        {
            Assert.NotEmpty(t.Summary);
            Assert.NotEmpty(t.Source);
            Assert.NotEmpty(t.Given);
            Assert.NotEmpty(t.Expected);
        });
    }

    [Theory]
    [MemberData(nameof(Registered))]
    public void Answers_hold_only_keys_that_the_topic_declares(string id)
    {
        var known = CasesFile.Find(id);
        Assert.True(CalcTopics.TryGet(Text(known, "topic"), out var topic));
        string[] declared = [.. topic.Expected.SelectMany(k => k.Name.Split('|')), "defaults", "reasons"];

        var answer = Ask.Answer(topic.Name, known.GetProperty("given").GetRawText());

        Assert.All(answer.EnumerateObject(), p => Assert.Contains(p.Name, declared));
    }

    private static string Text(JsonElement element, string key) => element.GetProperty(key).GetString() ?? string.Empty;
}
