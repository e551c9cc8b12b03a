using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Composition;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Limits.Reading;

namespace K3Monitor.App.Commands.Packs;

/// <summary><c>packs list | show ID | validate FILE | diff A B | release ID | dry-run FILE</c>.</summary>
internal static class PacksCommand
{
    public static Command Build()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        var list = new Command("list", "List the packs that apply.") { config };
        list.SetAction(parse => WithPacks(parse, config, packs => List(parse, packs)));

        var id = new Argument<string>("id") { Description = "Identifier of the pack." };
        var show = new Command("show", "Print every limit of a pack with its source.") { id, config };
        show.SetAction(parse => WithPacks(parse, config, packs => Show(parse, packs, parse.GetValue(id)!)));

        var files = new Argument<string[]>("files") { Description = "Pack files or folders.", Arity = ArgumentArity.OneOrMore };
        var validate = new Command("validate", "Check pack files and list every fault at once.") { files };
        validate.SetAction(parse => Exit.Guard(parse, () => Validate(parse, parse.GetValue(files)!)));

        var a = new Argument<FileInfo>("a") { Description = "The older pack file." };
        var b = new Argument<FileInfo>("b") { Description = "The newer pack file." };
        var diff = new Command("diff", "Tell which limits differ between two pack files.") { a, b };
        diff.SetAction(parse => Exit.Guard(parse, () => Diff(parse, parse.GetValue(a)!.FullName, parse.GetValue(b)!.FullName)));
        return new Command("packs", "Rule packs: the law as data.") { list, show, validate, diff, PackHistoryCommands.Release(), PackHistoryCommands.DryRun() };
    }

    private static int WithPacks(ParseResult parse, Option<FileInfo?> config, Func<IReadOnlyList<RulePack>, int> action) => Exit.Guard(parse, () =>
    {
        if (CommonOptions.Gather(parse, config) is not { } settings)
            return Exit.Failed;
        PackFiles packs = PackFiles.Load(settings.List("rules:packs"));
        return Exit.Report(parse, packs.Faults.Select(f => f.ToString())) ? Exit.Failed : action(packs.Packs);
    });

    private static int List(ParseResult parse, IReadOnlyList<RulePack> packs)
    {
        foreach (RulePack pack in packs)
        {
            int verified = pack.Limits.Count(l => l.Verification.IsVerified);
            string until = pack.InForceTo is { } to ? to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
            parse.InvocationConfiguration.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{pack.Id,-28} {pack.Instrument,-22} edition {pack.Edition,-12} {pack.Jurisdiction,-2} {(pack.Use == PackUse.Law ? "law" : "comparison"),-10} {pack.InForceFrom:yyyy-MM-dd}/{until,-10} {pack.Limits.Count,3} limits, {pack.Limits.Count(l => l.NotJudged is null)} judged, {verified} verified  {pack.Title.En}"));
        }

        return Exit.Done;
    }

    private static int Show(ParseResult parse, IReadOnlyList<RulePack> packs, string id)
    {
        if (packs.FirstOrDefault(p => p.Id == id) is not { } pack)
        {
            parse.InvocationConfiguration.Error.WriteLine($"packs show: there is no pack '{id}'; there are: {string.Join(", ", packs.Select(p => p.Id))}");
            return Exit.Failed;
        }

        TextWriter output = parse.InvocationConfiguration.Output;
        output.WriteLine($"{pack.Id}: {pack.Title.Id} / {pack.Title.En} ({pack.Instrument}, edition {pack.Edition}, sha256 {pack.Sha256})");
        foreach (Limit limit in pack.Limits)
        {
            output.WriteLine();
            foreach (string line in Describe(limit))
                output.WriteLine(line);
        }

        return Exit.Done;
    }

    /// <summary>A limit as lines of text; two limits are the same when these are.</summary>
    private static IEnumerable<string> Describe(Limit limit)
    {
        yield return limit.Id + "  " + limit.Title.Id + " / " + limit.Title.En;
        yield return string.Create(CultureInfo.InvariantCulture, $"  kind      {limit.Kind}, {limit.Quantity?.Id ?? "any quantity"}, {Bound(limit)}, averaged over {limit.AveragingTime}, coverage from {limit.MinimumCoverage:P0}, severity {limit.Severity}");
        if (limit.Applies != new AreaConditions())
            yield return string.Create(CultureInfo.InvariantCulture, $"  applies   workload {limit.Applies.Workload?.ToString() ?? "any"}, work share {limit.Applies.WorkShareFrom}-{limit.Applies.WorkShareTo} %, confined space {limit.Applies.ConfinedSpace?.ToString() ?? "any"}, office {limit.Applies.Office?.ToString() ?? "any"}, outdoor {limit.Applies.Outdoor?.ToString() ?? "any"}, lighting class {limit.Applies.LightingClass?.ToString(CultureInfo.InvariantCulture) ?? "any"}");
        foreach (string line in DescribeAgent(limit))
            yield return line;
        yield return "  article   " + limit.Instrument + ", " + limit.Article.Id + " / " + limit.Article.En;
        yield return "  verified  " + (limit.Verification.IsVerified ? $"by {limit.Verification.VerifiedBy} against {limit.Verification.Against}" : "no: unverified");
        yield return "  source    " + limit.Source + " (confidence " + limit.Confidence + ")";
    }

    private static IEnumerable<string> DescribeAgent(Limit limit)
    {
        if (limit.NotJudged is { } why)
            yield return $"  NOT JUDGED automatically: {why.Id} / {why.En}";
        if (limit.Cas is not null || limit.Notation.Count > 0 || limit.MixtureGroup is not null)
            yield return $"  agent     CAS {limit.Cas ?? "none"}, notation {(limit.Notation.Count > 0 ? string.Join(", ", limit.Notation) : "none")}, mixture group {limit.MixtureGroup ?? "not known"}";
        if (limit.Equivalent is { } same)
            yield return string.Create(CultureInfo.InvariantCulture, $"  beside    {same.Value} {same.Unit}");
        if (limit.DailyTime is { } daily)
            yield return string.Create(CultureInfo.InvariantCulture, $"  time      {(daily.From is { } from ? $"from {from} " : "")}up to {daily.To} a day");
        if (limit.CountsAbove is { } counts)
            yield return string.Create(CultureInfo.InvariantCulture, $"  counts    the time above {counts} {limit.Unit}");
        if (limit.Frequency is { } band)
            yield return string.Create(CultureInfo.InvariantCulture, $"  frequency {band.FromHertz} to {band.ToHertz} Hz");
        if (limit.MetabolicRate is { } rate)
            yield return string.Create(CultureInfo.InvariantCulture, $"  workload  {rate.From} to {rate.To?.ToString(CultureInfo.InvariantCulture) ?? "any"} kcal/h");
        if (limit.RestPerHour is { } rest)
            yield return string.Create(CultureInfo.InvariantCulture, $"  rest      {rest.TotalMinutes} min in each hour");
        if (limit.DividesByShift)
            yield return "  divisor   the length of the shift";
        if (limit.Dose is { } dose)
            yield return string.Create(CultureInfo.InvariantCulture, $"  dose      criterion {dose.CriterionLevel} dB(A), exchange rate {dose.ExchangeRate} dB, threshold {dose.Threshold?.ToString(CultureInfo.InvariantCulture) ?? "none"}, reference {dose.ReferenceDuration}");
        yield return string.Create(CultureInfo.InvariantCulture, $"  in force  {limit.InForceFrom:yyyy-MM-dd} to {limit.InForceTo?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "further notice"}");
        foreach (LocalText advice in limit.Advice)
            yield return $"  to do     {advice.Id} / {advice.En}";
        if (limit.Note is { } note)
            yield return "  note      " + note;
    }

    private static string Bound(Limit limit) => limit.PatternNotPermitted
        ? "not permitted at all"
        : limit.FigureNotFound ? "its figure was not found"
        : limit.Formula is { } formula ? $"by formula {formula}, {limit.Unit}"
        : limit.LowerValue is { } lower
            ? string.Create(CultureInfo.InvariantCulture, $"from {lower} to {limit.Value} {limit.Unit}")
            : string.Create(CultureInfo.InvariantCulture, $"breached {(limit.Comparison == Comparison.Above ? "above" : "at or above")} {limit.Value} {limit.Unit}");

    private static int Validate(ParseResult parse, IReadOnlyList<string> files)
    {
        PackFiles packs = PackFiles.Load(files);
        if (Exit.Report(parse, packs.Faults.Select(f => f.ToString())))
            return Exit.Failed;
        foreach (RulePack pack in packs.Packs)
            parse.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pack.File}: ok, {pack.Limits.Count} limits"));
        return Exit.Done;
    }

    private static int Diff(ParseResult parse, string a, string b)
    {
        PackReading older = RulePackReader.Read(File.ReadAllText(a), a);
        PackReading newer = RulePackReader.Read(File.ReadAllText(b), b);
        if (Exit.Report(parse, older.Faults.Concat(newer.Faults).Select(f => f.ToString())))
            return Exit.Failed;
        Dictionary<string, Limit> before = older.Pack!.Limits.ToDictionary(l => l.Id);
        Dictionary<string, Limit> after = newer.Pack!.Limits.ToDictionary(l => l.Id);
        foreach (string id in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            string[] old = before.TryGetValue(id, out Limit? was) ? [.. Describe(was)] : [];
            string[] now = after.TryGetValue(id, out Limit? @is) ? [.. Describe(@is)] : [];
            foreach (string line in old.Except(now))
                parse.InvocationConfiguration.Output.WriteLine($"- {(line.StartsWith(' ') ? id + ":" : "")}{line}");
            foreach (string line in now.Except(old))
                parse.InvocationConfiguration.Output.WriteLine($"+ {(line.StartsWith(' ') ? id + ":" : "")}{line}");
        }

        return Exit.Done;
    }
}
