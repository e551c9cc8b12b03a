using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using K3Monitor.Rules.Calc;

namespace K3Monitor.App.Commands;

/// <summary><c>calc TOPIC &lt; given.json</c>: the exposure formulas as a calculator.</summary>
internal static class CalcCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Build()
    {
        var topic = new Argument<string?>("topic") { Description = "Formula, for example noise.dose.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "List the topics, or the keys of the topic." };
        var command = new Command("calc", "Compute an exposure formula: JSON with the given values in, JSON with the answer out.") { topic, list };
        command.SetAction(parse => Exit.Guard(parse, () => Run(parse, parse.GetValue(topic), parse.GetValue(list))));
        return command;
    }

    private static int Run(ParseResult parse, string? name, bool list)
    {
        TextWriter output = parse.InvocationConfiguration.Output;
        if (name is null)
        {
            if (!list)
                return Wrong(parse, "calc: a topic is needed; calc --list names them.");
            foreach (CalcTopic each in CalcTopics.All)
                output.WriteLine($"{each.Name,-32} {each.Summary}");
            return Exit.Done;
        }

        if (!CalcTopics.TryGet(name, out CalcTopic? topic))
            return Wrong(parse, $"calc: there is no topic '{name}'; calc --list names them.");
        if (list)
            return Describe(output, topic);
        return Evaluate(parse, topic);
    }

    private static int Describe(TextWriter output, CalcTopic topic)
    {
        output.WriteLine(topic.Name + ": " + topic.Summary);
        output.WriteLine("source: " + topic.Source);
        foreach (CalcKey key in topic.Given)
            output.WriteLine($"  given     {key.Name,-28} {key.Meaning}{(key.Required ? "" : " (optional)")}");
        foreach (CalcKey key in topic.Expected)
            output.WriteLine($"  expected  {key.Name,-28} {key.Meaning}");
        return Exit.Done;
    }

    private static int Evaluate(ParseResult parse, CalcTopic topic)
    {
        JsonDocument given;
        try
        {
            given = JsonDocument.Parse(Console.In.ReadToEnd());
        }
        catch (JsonException e)
        {
            parse.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"standard input:{e.LineNumber + 1}: is not JSON: {e.Message}"));
            return Exit.Failed;
        }

        using (given)
        {
            CalcResult result = topic.Evaluate(given.RootElement);
            if (Exit.Report(parse, result.Faults.Select(f => $"standard input: {f.Key}: {f.Message}")))
                return Exit.Failed;
            parse.InvocationConfiguration.Output.WriteLine(result.Answer!.ToJsonString(Indented));
            return Exit.Done;
        }
    }

    private static int Wrong(ParseResult parse, string message)
    {
        parse.InvocationConfiguration.Error.WriteLine(message);
        return Exit.WrongUse;
    }
}
