using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Commands;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Measurements;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Retention;

/// <summary><c>retention holds | hold | lift | release</c>.</summary>
internal static class HoldCommands
{
    public static IEnumerable<Command> Build(Option<FileInfo?> config, Option<DirectoryInfo?> data)
    {
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", HelpName = "TEXT", Required = true };
        var holds = new Command("holds", "List what persons hold.") { config, data };
        holds.SetAction((parse, stop) => CommonOptions.WithDatabase(parse, config, data, async services =>
        {
            foreach (HoldRow hold in await services.GetRequiredService<ILegalHolds>().ListAsync(InspectionScope.Scope, stop).ConfigureAwait(false))
                RetentionPrinting.Hold(parse.InvocationConfiguration.Output, hold);
            return Exit.Done;
        }));
        yield return holds;
        yield return Place(reason, config, data);
        var number = new Argument<int>("hold") { Description = "Number of the hold." };
        var lift = new Command("lift", "Lift a hold that a person put.") { number, reason, config, data };
        lift.SetAction((parse, stop) => CommonOptions.WithDatabase(parse, config, data, async services => Tell(parse, await services.GetRequiredService<ILegalHolds>()
            .LiftAsync(InspectionScope.Scope, parse.GetValue(number), parse.GetValue(reason)!, stop).ConfigureAwait(false), "there is no such hold", "it was lifted before")));
        yield return lift;
        yield return Release(reason, config, data);
    }

    private static Command Place(Option<string> reason, Option<FileInfo?> config, Option<DirectoryInfo?> data)
    {
        var site = new Option<string>("--site") { Description = "Slug of the site.", HelpName = "SLUG", Required = true };
        var point = new Option<string>("--point") { Description = "Slug of the point, or AREA/POINT.", HelpName = "SLUG", Required = true };
        var from = new Option<string>("--from") { Description = "From this time on (ISO 8601 with a zone).", HelpName = "TIME", Required = true };
        var to = new Option<string>("--to") { Description = "Until before this time.", HelpName = "TIME", Required = true };
        var hold = new Command("hold", "Hold the samples of a point in a window: they are not removed until the hold is lifted.") { site, point, from, to, reason, config, data };
        hold.SetAction((parse, stop) => CommonOptions.WithDatabase(parse, config, data, async services =>
        {
            if (Time(parse.GetValue(from)!) is not { } start || Time(parse.GetValue(to)!) is not { } end || start >= end)
            {
                Exit.Report(parse, ["--from, --to: must be ISO 8601 with a zone, in that order"]);
                return Exit.WrongUse;
            }

            IReadOnlyList<ExportedPoint> found = await services.GetRequiredService<IExports>()
                .PointsAsync(InspectionScope.Scope, parse.GetValue(site)!, parse.GetValue(point)!, stop).ConfigureAwait(false);
            if (found is not [var one])
            {
                Exit.Report(parse, [$"--point: {(found.Count == 0 ? "no point is" : "several points are")} called '{parse.GetValue(point)}' at '{parse.GetValue(site)}'"]);
                return Exit.Failed;
            }

            HoldPlaced placed = await services.GetRequiredService<ILegalHolds>()
                .PlaceAsync(InspectionScope.Scope, one.Id, new TimeRange(start, end), parse.GetValue(reason)!, stop).ConfigureAwait(false);
            if (placed.Id is { } id)
                await parse.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"hold {id}")).ConfigureAwait(false);
            return Tell(parse, placed.Outcome, "there is no such point", "");
        }));
        return hold;
    }

    private static Command Release(Option<string> reason, Option<FileInfo?> config, Option<DirectoryInfo?> data)
    {
        var incident = new Argument<string>("incident") { Description = "Number of the incident, as INC-2026-00001." };
        var release = new Command("release", "Let the samples of a closed incident go.") { incident, reason, config, data };
        release.SetAction((parse, stop) => CommonOptions.WithDatabase(parse, config, data, async services =>
        {
            Page<IncidentRow> rows = await services.GetRequiredService<IIncidents>().ListAsync(
                InspectionScope.Scope, new IncidentFilter(parse.GetValue(incident)), IncidentSort.BreachStart, true, new PageRequest(10, 1), stop).ConfigureAwait(false);
            int? id = rows.Items.FirstOrDefault(r => r.Number.Equals(parse.GetValue(incident), StringComparison.OrdinalIgnoreCase))?.Id;
            ActOutcome outcome = id is { } found
                ? await services.GetRequiredService<ILegalHolds>().ReleaseAsync(InspectionScope.Scope, found, parse.GetValue(reason)!, stop).ConfigureAwait(false)
                : ActOutcome.NotFound;
            return Tell(parse, outcome, "there is no such incident", "it is not closed, or was released before");
        }));
        return release;
    }

    private static int Tell(ParseResult parse, ActOutcome outcome, string notFound, string notNow)
    {
        if (outcome == ActOutcome.Done)
            return Exit.Done;
        Exit.Report(parse, [outcome switch { ActOutcome.NotFound => notFound, ActOutcome.ReasonMissing => "--reason: must not be blank", _ => notNow }]);
        return Exit.Failed;
    }

    private static Instant? Time(string text)
    {
        bool hasZone = text.EndsWith('Z') || (text.Length > 10 && text.LastIndexOfAny(['+', '-']) > 10);
        return hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset at) ? Instant.FromDateTimeOffset(at) : null;
    }
}
