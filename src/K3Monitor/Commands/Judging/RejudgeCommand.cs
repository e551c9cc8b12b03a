using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.App.Evaluation.Rejudging;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Inspection.Topology;
using K3Monitor.Inspection.Verdicts;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;

namespace K3Monitor.App.Commands.Judging;

/// <summary><c>rejudge --from TIME --to TIME …</c>: judges stored history again and shows what the record says otherwise.</summary>
internal sealed class RejudgeCommand
{
    private readonly Option<string> from = new("--from") { Description = "First instant, ISO 8601 with a zone.", HelpName = "TIME", Required = true };
    private readonly Option<string> to = new("--to") { Description = "End of the span, ISO 8601 with a zone.", HelpName = "TIME", Required = true };
    private readonly Option<FileInfo[]> editions = new("--pack") { Description = "Another edition of a pack, in place of those in use with its identifier; may be given several times.", HelpName = "FILE" };
    private readonly Option<string?> site = new("--site") { Description = "Only this site.", HelpName = "SLUG" };
    private readonly Option<int?> point = new("--point") { Description = "Only this point.", HelpName = "ID" };
    private readonly Option<string> format = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" }.AcceptOnlyFromAmong("table", "json");
    private readonly Option<FileInfo?> config = CommonOptions.ConfigFile();
    private readonly Option<DirectoryInfo?> data = CommonOptions.Data();

    public static Command Build()
    {
        var self = new RejudgeCommand();
        var command = new Command("rejudge", "Judge stored history again, by the packs in use or another edition, and show where the record says otherwise. Nothing is changed; no serving process may have an embedded store open.")
        {
            self.from, self.to, self.editions, self.site, self.point, self.format, self.config, self.data,
        };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () => self.RunAsync(parse, stop)));
        return command;
    }

    private Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        Settings? settings = CommonOptions.Gather(parse, config, new KeyValuePair<string, string?>("data", parse.GetValue(data)?.FullName));
        if (settings is null)
            return Task.FromResult(Exit.Failed);
        var faults = new List<string>();
        Instant start = Moment(parse.GetValue(from)!, "--from", faults);
        Instant end = Moment(parse.GetValue(to)!, "--to", faults);
        if (faults.Count == 0 && end <= start)
            faults.Add("--to: must be after --from");
        IReadOnlyList<RulePack> packs = Packs(parse, settings, faults);
        if (Exit.Report(parse, faults))
            return Task.FromResult(faults.Exists(f => f.StartsWith("--", StringComparison.Ordinal)) ? Exit.WrongUse : Exit.Failed);
        return Workbench.RunAsync(
            settings,
            services => JudgeAsync(parse, services, settings, packs, new TimeRange(start, end), stop),
            folder => TelemetryStores.OpenFiles(settings, folder, EmbeddedTelemetryStore.Open));
    }

    private async Task<int> JudgeAsync(ParseResult parse, IServiceProvider services, Settings settings, IReadOnlyList<RulePack> packs, TimeRange window, CancellationToken stop)
    {
        var options = new LaneOptions
        {
            LatenessBound = TimeSpan.FromMinutes(settings.Number("rules:latenessMinutes")),
            HoldIntervals = settings.Number("rules:holdIntervals"),
        };
        var sources = new RejudgingSources(
            services.GetRequiredService<ITopologyRegistry>(), services.GetRequiredService<ITelemetryStore>(),
            services.GetRequiredService<IOwnLife>(), services.GetRequiredService<IVerdictRecord>());
        string? onlySite = parse.GetValue(site);
        int? onlyPoint = parse.GetValue(point);
        Instant now = Instant.Now(services.GetRequiredService<TimeProvider>());
        Rejudgement result = await JudgingBar.ShowAsync(parse, "judging", progress => new RejudgingJob(sources, options).RunAsync(
            packs, window, now, (slug, id) => (onlySite is null || onlySite == slug) && (onlyPoint is null || onlyPoint == id), progress, stop)).ConfigureAwait(false);
        if (result.Points == 0)
        {
            await parse.InvocationConfiguration.Error.WriteLineAsync("rejudge: there is no such site or point").ConfigureAwait(false);
            return Exit.Failed;
        }

        if (parse.GetValue(format) == "json")
            await parse.InvocationConfiguration.Output.WriteLineAsync(RejudgingReport.Json(result)).ConfigureAwait(false);
        else
            RejudgingReport.Table(parse.InvocationConfiguration.Output, result);
        return Exit.Done;
    }

    private IReadOnlyList<RulePack> Packs(ParseResult parse, Settings settings, List<string> faults)
    {
        PackFiles inUse = PackFiles.Load(settings.List("rules:packs"));
        faults.AddRange(inUse.Faults.Select(f => f.ToString()));
        var given = new List<RulePack>();
        foreach (FileInfo file in parse.GetValue(editions) ?? [])
        {
            PackReading reading = RulePackReader.Read(File.ReadAllText(file.FullName), file.Name);
            faults.AddRange(reading.Faults.Select(f => f.ToString()));
            if (reading.Pack is { } pack)
                given.Add(pack);
        }

        IReadOnlyList<RulePack> packs = [.. inUse.Packs.Where(p => given.TrueForAll(g => g.Id != p.Id)), .. given];
        faults.AddRange(RulePackSet.Check(packs).Select(f => f.ToString()));
        return packs;
    }

    private static Instant Moment(string text, string option, List<string> faults)
    {
        bool hasZone = text.EndsWith('Z') || (text.Length > 10 && text.LastIndexOfAny(['+', '-']) > 10);
        if (hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at))
            return Instant.FromDateTimeOffset(at);
        faults.Add($"{option}: '{text}' is not ISO 8601 with a zone, as 2026-11-25T08:00:00+07:00");
        return Instant.MinValue;
    }
}
