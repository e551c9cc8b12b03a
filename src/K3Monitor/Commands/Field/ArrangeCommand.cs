using System.CommandLine;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.Topology;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Commands.Field;

/// <summary><c>devices field</c>: what a device is called in the field, in which format it speaks, and which topics its credential reaches.</summary>
internal sealed class ArrangeCommand
{
    private readonly Argument<string> device;
    private readonly Option<string> reason;
    private readonly Option<string?> format = new("--format") { Description = "Format of its messages; auto recognises each.", HelpName = "F" };
    private readonly Option<string[]> topics = new("--topic") { Description = "Topic filter that its credential may publish on beside its own topics; those given replace all. '' for none.", HelpName = "FILTER" };
    private readonly Option<string[]> names = new("--name") { Description = "Name by which messages of the field call it, * for all that its credential brings; those given replace all. '' for none.", HelpName = "NAME" };
    private readonly Option<string> source = new("--source") { Description = "Where the names given hold: an external broker's name, or SITE/DEVICE of a credential. Default: everywhere.", HelpName = "SOURCE", DefaultValueFactory = _ => "" };

    private ArrangeCommand(Argument<string> device, Option<string> reason) => (this.device, this.reason) = (device, reason);

    public static Command Build(Argument<string> device, Option<string> reason, Option<FileInfo?> config, Option<DirectoryInfo?> data)
    {
        var self = new ArrangeCommand(device, reason);
        var command = new Command("field", "Show or change what a device is called in the field, its format, and the topics that its credential reaches.")
        {
            device, self.format, self.topics, self.names, self.source, reason, config, data,
        };
        command.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => self.RunAsync(parse, services.GetRequiredService<IFieldDevices>())));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, IFieldDevices devices)
    {
        string[] path = parse.GetValue(device)!.Split('/');
        TextWriter error = parse.InvocationConfiguration.Error;
        if (await devices.FindAsync(InspectionScope.Scope, path[0], path[1], CancellationToken.None).ConfigureAwait(false) is not { } now)
        {
            await error.WriteLineAsync($"{path[0]}/{path[1]}: there is no such device").ConfigureAwait(false);
            return Exit.Failed;
        }

        FieldArrangement wanted = Wanted(parse, now);
        if (Exit.Report(parse, [.. wanted.Faults().Select(f => $"{f.Part}: {f.Fault}")]))
            return Exit.Failed;
        if (!ReferenceEquals(wanted, now)
            && await devices.ArrangeAsync(InspectionScope.Scope, path[0], path[1], wanted, parse.GetValue(reason)!, CancellationToken.None).ConfigureAwait(false) is var outcome and not ArrangeOutcome.Done)
        {
            await error.WriteLineAsync($"{path[0]}/{path[1]}: {Words(outcome)}").ConfigureAwait(false);
            return Exit.Failed;
        }

        TextWriter output = parse.InvocationConfiguration.Output;
        await output.WriteLineAsync($"format  {wanted.Format ?? FieldRules.Auto}").ConfigureAwait(false);
        foreach (string topic in wanted.TopicFilters)
            await output.WriteLineAsync($"topic   {topic}").ConfigureAwait(false);
        foreach (FieldName name in wanted.Names)
            await output.WriteLineAsync($"name    {name.Name}{(name.Source.Length > 0 ? $"  (only from {name.Source})" : "")}").ConfigureAwait(false);
        return Exit.Done;
    }

    private FieldArrangement Wanted(ParseResult parse, FieldArrangement now)
    {
        string? stated = parse.GetValue(format);
        string[]? filters = parse.GetResult(topics) is { Implicit: false } ? parse.GetValue(topics) : null;
        string[]? called = parse.GetResult(names) is { Implicit: false } ? parse.GetValue(names) : null;
        if (stated is null && filters is null && called is null)
            return now;
        string from = parse.GetValue(source)!;
        return new FieldArrangement(
            stated is null ? now.Format : stated == FieldRules.Auto ? null : stated,
            filters?.Where(f => f.Length > 0).ToList() ?? now.TopicFilters,
            called?.Where(n => n.Length > 0).Select(n => new FieldName(from, n)).ToList() ?? now.Names);
    }

    private static string Words(ArrangeOutcome outcome) => outcome switch
    {
        ArrangeOutcome.NameTaken => "another device of the site has one of the names for the same source",
        ArrangeOutcome.TopicOfOtherSite => "a filter shares topics with that of a device of another site",
        ArrangeOutcome.ReasonMissing => "--reason must not be blank",
        _ => "there is no such device",
    };
}
