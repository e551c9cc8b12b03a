using System.Text.Json;
using K3Monitor.Rules.Calc;

namespace K3Monitor.Rules.Tests.Calc;

/// <summary>Asks a topic with JSON text.</summary>
internal static class Ask
{
    internal static CalcResult Topic(string name, string json)
    {
        Assert.True(CalcTopics.TryGet(name, out var topic));
        using var document = JsonDocument.Parse(json);
        return topic.Evaluate(document.RootElement);
    }

    internal static JsonElement Answer(string name, string json)
    {
        var result = Topic(name, json);
        Assert.True(result.Succeeded, string.Join("; ", result.Faults.Select(f => $"{f.Key} {f.Message}")));
        return JsonSerializer.SerializeToElement(result.Answer);
    }

    internal static CalcFault OnlyFault(string name, string json) => Assert.Single(Topic(name, json).Faults);
}
