using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Commands;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Embedded.Copying;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Export;

/// <summary><c>export samples</c>, <c>export incidents</c> and <c>export gaps</c>: into CSV, Parquet or XLSX.</summary>
internal sealed class ExportCommand
{
    private readonly Option<string> site = new("--site") { Description = "Slug of the site.", HelpName = "SLUG", Required = true };
    private readonly Option<string> point = new("--point") { Description = "Slug of the point, or AREA/POINT.", HelpName = "SLUG", Required = true };
    private readonly Option<string?> from = new("--from") { Description = "From this time on (ISO 8601 with a zone). Default: the beginning.", HelpName = "TIME" };
    private readonly Option<string?> to = new("--to-time") { Description = "Until before this time. Default: now.", HelpName = "TIME" };
    private readonly Option<string?> fromDay = new("--from-day") { Description = "From this day of the site on (2026-11-25). Default: the first.", HelpName = "DAY" };
    private readonly Option<string?> toDay = new("--to-day") { Description = "Up to this day, it too. Default: the last.", HelpName = "DAY" };
    private readonly Option<FileInfo> target = new("--to") { Description = "A new file.", HelpName = "FILE", Required = true };
    private readonly Option<string?> format = new Option<string?>("--format") { Description = "csv, parquet or xlsx. Default: what the file's name ends in." }.AcceptOnlyFromAmong("csv", "parquet", "xlsx");
    private readonly Option<FileInfo?> config = CommonOptions.ConfigFile();
    private readonly Option<DirectoryInfo?> data = CommonOptions.Data();

    public static Command Build()
    {
        var self = new ExportCommand();
        var samples = new Command("samples", "Every sample of a point, with flags, times in UTC and of the site.") { self.site, self.point, self.from, self.to, self.target, self.format, self.config, self.data };
        samples.SetAction((parse, stop) => self.RunAsync(parse, (services, window) => self.SamplesAsync(parse, services, window, stop)));
        var incidents = new Command("incidents", "The incidents, oldest breach first.") { self.from, self.to, self.target, self.format, self.config, self.data };
        incidents.SetAction((parse, stop) => self.RunAsync(parse, (services, window) => self.IncidentsAsync(parse, services, window, stop)));
        var gaps = new Command("gaps", "What each channel of a site should have sent on each day, and what came of it.") { self.site, self.fromDay, self.toDay, self.target, self.format, self.config, self.data };
        gaps.SetAction((parse, stop) => self.RunAsync(parse, (services, _) => self.GapsAsync(parse, services, stop)));
        return new Command("export", "Write samples, incidents or the ledger of missing data into CSV, Parquet or XLSX.") { samples, incidents, gaps };
    }

    private Task<int> RunAsync(ParseResult parse, Func<IServiceProvider, TimeRange, Task<int>> action) => Exit.GuardAsync(parse, () =>
    {
        if (CommonOptions.Gather(parse, config, new KeyValuePair<string, string?>("data", parse.GetValue(data)?.FullName)) is not { } settings)
            return Task.FromResult(Exit.Failed);
        var faults = new List<string>();
        var window = new TimeRange(Time(parse, from, faults) ?? Instant.MinValue, Time(parse, to, faults) ?? Instant.Now(TimeProvider.System));
        if (faults.Count == 0 && window.IsEmpty)
            faults.Add("--from: must be before --to-time");
        if (faults.Count == 0 && (Day(parse, fromDay, faults) ?? DateOnly.MinValue) > (Day(parse, toDay, faults) ?? DateOnly.MaxValue))
            faults.Add("--from-day: must not be after --to-day");
        if (FormatOf(parse) is null)
            faults.Add("--to: the name must end in .csv, .parquet or .xlsx, or --format must say which it is");
        if (parse.GetValue(target)!.Exists)
            faults.Add($"--to: {parse.GetValue(target)} is there already");
        if (Exit.Report(parse, faults))
            return Task.FromResult(Exit.WrongUse);
        return Workbench.RunAsync(settings, services => action(services, window), folder => TelemetryStores.OpenFiles(settings, folder, options => new FilesOnlyStore(options)));
    });

    private async Task<int> SamplesAsync(ParseResult parse, IServiceProvider services, TimeRange window, CancellationToken stop)
    {
        IExports exports = services.GetRequiredService<IExports>();
        string wanted = parse.GetValue(point)!;
        IReadOnlyList<ExportedPoint> found = await exports.PointsAsync(InspectionScope.Scope, parse.GetValue(site)!, wanted, stop).ConfigureAwait(false);
        if (found is not [var one])
        {
            IReadOnlyList<ExportedPoint> all = found.Count > 0 ? found : await exports.PointsAsync(InspectionScope.Scope, parse.GetValue(site)!, null, stop).ConfigureAwait(false);
            string choice = all.Count == 0 ? $"there is no site '{parse.GetValue(site)}' with points" : "choose one of: " + string.Join(", ", all.Select(p => p.Slug));
            Exit.Report(parse, [$"--point: {(found.Count > 1 ? "several points are" : "no point is")} called '{wanted}'; {choice}"]);
            return Exit.Failed;
        }

        return await WriteAsync(parse, exports.SampleColumns, async table => await exports.SamplesAsync(InspectionScope.Scope, one, window, table, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
    }

    private Task<int> IncidentsAsync(ParseResult parse, IServiceProvider services, TimeRange window, CancellationToken stop)
    {
        IExports exports = services.GetRequiredService<IExports>();
        var filter = new IncidentFilter(From: parse.GetValue(from) is null ? null : window.Start, To: parse.GetValue(to) is null ? null : window.End);
        return WriteAsync(parse, exports.IncidentColumns, async table => await exports.IncidentsAsync(InspectionScope.Scope, filter, table, stop).ConfigureAwait(false), stop);
    }

    private async Task<int> GapsAsync(ParseResult parse, IServiceProvider services, CancellationToken stop)
    {
        IGaps gaps = services.GetRequiredService<IGaps>();
        DateOnly first = Day(parse, fromDay, []) ?? DateOnly.MinValue;
        DateOnly last = Day(parse, toDay, []) ?? DateOnly.MaxValue;
        string wanted = parse.GetValue(site)!;
        if (await WriteAsync(parse, gaps.Columns, table => gaps.ExportAsync(InspectionScope.Scope, wanted, first, last, table, stop), stop).ConfigureAwait(false) is Exit.Done)
            return Exit.Done;
        Exit.Report(parse, [$"--site: there is no site '{wanted}'"]);
        return Exit.Failed;
    }

    /// <summary>Writes aside, and gives the file its name when it is complete; there is none when nothing was found to write.</summary>
    private async Task<int> WriteAsync(
        ParseResult parse, IReadOnlyList<Column> columns, Func<ITableWriter, Task<IReadOnlyList<KeyValuePair<string, string>>?>> write, CancellationToken stop)
    {
        string path = parse.GetValue(target)!.FullName;
        string aside = path + ".partial";
        IReadOnlyList<KeyValuePair<string, string>>? about;
        try
        {
            if (FormatOf(parse) == "parquet")
            {
                var table = new ParquetTable(aside, columns);
                await using (table.ConfigureAwait(false))
                    about = await write(table).ConfigureAwait(false);
            }
            else
            {
                FileStream file = new(aside, FileMode.Create, FileAccess.Write);
                await using (file.ConfigureAwait(false))
                {
                    ITableWriter table = FormatOf(parse) == "csv" ? new CsvTable(file, columns) : await XlsxTable.BeginAsync(file, columns, stop).ConfigureAwait(false);
                    await using (table.ConfigureAwait(false))
                        about = await write(table).ConfigureAwait(false);
                }
            }

            if (about is null)
                return Exit.Failed;
            File.Move(aside, path);
        }
        finally
        {
            File.Delete(aside);
        }

        foreach ((string key, string value) in about)
            await parse.InvocationConfiguration.Output.WriteLineAsync($"{key}: {value}").ConfigureAwait(false);
        await parse.InvocationConfiguration.Output.WriteLineAsync("beside a running product, samples of the last minutes may not be in its files yet and are left out").ConfigureAwait(false);
        return Exit.Done;
    }

    private string? FormatOf(ParseResult parse) => parse.GetValue(format) ?? parse.GetValue(target)!.Extension.ToLowerInvariant() switch
    {
        ".csv" => "csv",
        ".parquet" => "parquet",
        ".xlsx" => "xlsx",
        _ => null,
    };

    private static DateOnly? Day(ParseResult parse, Option<string?> option, List<string> faults)
    {
        if (parse.GetValue(option) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return day;
        faults.Add($"{option.Name}: '{text}' is not a day, as 2026-11-25");
        return null;
    }

    private static Instant? Time(ParseResult parse, Option<string?> option, List<string> faults)
    {
        if (parse.GetValue(option) is not { } text)
            return null;
        bool zoned = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (zoned && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time))
            return Instant.FromDateTimeOffset(time);
        faults.Add($"{option.Name}: '{text}' is not an ISO 8601 time with a zone, as 2026-11-25T08:00:00+07:00");
        return null;
    }
}
