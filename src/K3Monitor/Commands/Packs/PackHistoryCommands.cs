using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.App.Evaluation;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Packs;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded.Copying;

namespace K3Monitor.App.Commands.Packs;

/// <summary><c>packs release ID --as USER</c> and <c>packs dry-run FILE --from … --to …</c>.</summary>
internal static class PackHistoryCommands
{
    // All samples of one point are held in memory at once.
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    public static Command Release()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        Option<DirectoryInfo?> data = CommonOptions.Data();
        var id = new Argument<string>("id") { Description = "Identifier of the pack." };
        var user = new Option<string>("--as") { Description = "Who releases it: an inspector or an administrator.", HelpName = "USER", Required = true };
        var command = new Command("release", "Release the edition of a pack; it counts as verified once two people have.") { id, user, config, data };
        command.SetAction((parse, stop) => CommonOptions.WithDatabase(parse, config, data, async services =>
        {
            if (CommonOptions.Gather(parse, config) is not { } settings || Find(parse, settings, parse.GetValue(id)!) is not { } pack)
                return Exit.Failed;
            PackReleaseOutcome outcome = await services.GetRequiredService<IPackReleases>().ReleaseAsync(parse.GetValue(user)!, pack, stop).ConfigureAwait(false);
            if (outcome.Fault is { } fault)
            {
                await parse.InvocationConfiguration.Error.WriteLineAsync($"packs release: {fault}").ConfigureAwait(false);
                return Exit.Failed;
            }

            int verified = pack.Limits.Count(l => l.Verification.IsVerified);
            string effect = outcome.People < 2 ? "one more person must release it" : "from the next start its verified limits count as verified";
            await parse.InvocationConfiguration.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{pack.Id} edition {pack.Edition}, sha256 {pack.Sha256}: released by {outcome.People}; {effect}; {verified} of {pack.Limits.Count} limits say who verified them")).ConfigureAwait(false);
            return Exit.Done;
        }));
        return command;
    }

    public static Command DryRun()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        Option<DirectoryInfo?> data = CommonOptions.Data();
        var file = new Argument<FileInfo>("file") { Description = "The draft." };
        var from = new Option<string>("--from") { Description = "First instant, ISO 8601 with a zone.", HelpName = "TIME", Required = true };
        var to = new Option<string>("--to") { Description = "End of the window, at most 31 days later.", HelpName = "TIME", Required = true };
        var command = new Command("dry-run", "Judge stored history by a draft: who would be in breach, since when. Nothing is changed; beside a running product, its last minutes may not be in the files yet.") { file, from, to, config, data };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () =>
        {
            Settings? settings = CommonOptions.Gather(parse, config, new KeyValuePair<string, string?>("data", parse.GetValue(data)?.FullName));
            if (settings is null || Window(parse, parse.GetValue(from)!, parse.GetValue(to)!) is not { } window || Draft(parse, parse.GetValue(file)!) is not { } draft)
                return Task.FromResult(Exit.Failed);
            PackFiles packs = PackFiles.Load(settings.List("rules:packs"));
            if (Exit.Report(parse, packs.Faults.Select(f => f.ToString())))
                return Task.FromResult(Exit.Failed);
            return Workbench.RunAsync(
                settings,
                services => JudgeAsync(parse, services, settings, packs.Packs, draft, window, stop),
                folder => TelemetryStores.OpenFiles(settings, folder, options => new FilesOnlyStore(options)));
        }));
        return command;
    }

    private static async Task<int> JudgeAsync(
        ParseResult parse, IServiceProvider services, Settings settings, IReadOnlyList<RulePack> packs, RulePack draft, TimeRange window, CancellationToken stop)
    {
        var options = new LaneOptions
        {
            LatenessBound = TimeSpan.FromMinutes(settings.Number("rules:latenessMinutes")),
            HoldIntervals = settings.Number("rules:holdIntervals"),
        };
        var run = new DryRun(services.GetRequiredService<ITopologyRegistry>(), services.GetRequiredService<ITelemetryStore>(), services.GetRequiredService<IOwnLife>(), options);
        DraftOutcome outcome = await run.JudgeAsync(draft, packs, window, stop).ConfigureAwait(false);
        foreach (DraftBreach b in outcome.Breaches)
        {
            await parse.InvocationConfiguration.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{(b.IsNew ? "new  " : "known")} {b.Site} point {b.PointId}: {b.Finding.Key.LimitId} since {b.Finding.Occurrences[0].Start}, {b.Finding.Occurrences.Count} times, worst {b.Finding.Occurrences.Max(o => o.Peak):0.###} {b.Finding.Verdict.Limit.Unit}")).ConfigureAwait(false);
        }

        if (outcome.Removed > 0)
            await parse.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"cannot tell: of {outcome.Removed} points samples in the window were removed by the rule of retention")).ConfigureAwait(false);
        await parse.InvocationConfiguration.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{draft.Id} edition {draft.Edition}: {outcome.Breaches.Count} breaches, {outcome.Breaches.Count(b => b.IsNew)} of them new, at {outcome.Points} points with {outcome.Samples} samples; nothing was changed")).ConfigureAwait(false);
        return Exit.Done;
    }

    private static RulePack? Find(ParseResult parse, Settings settings, string id)
    {
        PackFiles packs = PackFiles.Load(settings.List("rules:packs"));
        if (Exit.Report(parse, packs.Faults.Select(f => f.ToString())))
            return null;
        List<RulePack> found = [.. packs.Packs.Where(p => p.Id == id)];
        if (found.Count == 1)
            return found[0];
        parse.InvocationConfiguration.Error.WriteLine(found.Count == 0
            ? $"packs release: there is no pack '{id}'; there are: {string.Join(", ", packs.Packs.Select(p => p.Id))}"
            : $"packs release: there are several editions of '{id}'; name the one file in rules:packs");
        return null;
    }

    private static RulePack? Draft(ParseResult parse, FileInfo file)
    {
        PackReading reading = RulePackReader.Read(File.ReadAllText(file.FullName), file.Name);
        return Exit.Report(parse, reading.Faults.Select(f => f.ToString())) ? null : reading.Pack;
    }

    private static TimeRange? Window(ParseResult parse, string from, string to)
    {
        Instant? start = Moment(from);
        Instant? end = Moment(to);
        if (start is { } s && end is { } e && s < e && e - s <= LongestWindow)
            return new TimeRange(s, e);
        parse.InvocationConfiguration.Error.WriteLine("packs dry-run: --from and --to must be ISO 8601 with a zone, in that order and at most 31 days apart");
        return null;
    }

    private static Instant? Moment(string text)
    {
        bool hasZone = text.EndsWith('Z') || (text.Length > 10 && text.LastIndexOfAny(['+', '-']) > 10);
        return hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at) ? Instant.FromDateTimeOffset(at) : null;
    }
}
