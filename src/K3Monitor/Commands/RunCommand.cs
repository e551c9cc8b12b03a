using System.CommandLine;
using K3Monitor.App.Composition;
using K3Monitor.App.Composition.Database;
using K3Monitor.App.Composition.Field;
using K3Monitor.App.Configuration;
using K3Monitor.App.Retention;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Inspection.SiteFiles;

namespace K3Monitor.App.Commands;

/// <summary><c>run</c>: the product, everything embedded, until it is stopped.</summary>
internal static class RunCommand
{
    public static Command Build()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        Option<DirectoryInfo?> data = CommonOptions.Data();
        var urls = new Option<string?>("--urls") { Description = "Addresses of the pages, separated by semicolons.", HelpName = "URL" };
        var mqttAddress = new Option<string?>("--mqtt-address") { Description = "Address for MQTT; 0.0.0.0 to be reached from the network.", HelpName = "IP" };
        var mqttPort = new Option<int?>("--mqtt-port") { Description = "Port for MQTT.", HelpName = "N" };
        var roles = new Option<string>("--roles") { Description = "Which roles this process plays. Embedded stores belong to one process, so it is all.", DefaultValueFactory = _ => "all" }.AcceptOnlyFromAmong("all");
        var command = new Command("run", "Run the product: broker, stores, rules, pages.") { config, data, urls, mqttAddress, mqttPort, roles };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () =>
        {
            Settings? settings = CommonOptions.Gather(
                parse, config,
                new("data", parse.GetValue(data)?.FullName),
                new("http:urls", parse.GetValue(urls)),
                new("mqtt:address", parse.GetValue(mqttAddress)),
                new("mqtt:port", parse.GetValue(mqttPort)?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            return settings is null ? Task.FromResult(Exit.Failed) : RunAsync(parse, settings, stop);
        }));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, Settings settings, CancellationToken stop)
    {
        PackFiles packs = PackFiles.Load(settings.List("rules:packs"));
        var faults = packs.Faults.Select(f => f.ToString()).ToList();
        faults.AddRange(settings.List("rules:disabledPacks").Where(d => packs.Packs.All(p => p.Id != d)).Select(d => $"rules:disabledPacks: there is no pack '{d}'"));
        faults.AddRange(settings.List("sites:files").Where(f => !File.Exists(f)).Select(f => $"sites:files: there is no file '{f}'"));
        faults.AddRange(Certificates.Faults(settings));
        faults.AddRange(Listening.Faults(settings));
        IReadOnlyList<SiteFile> sites = faults.Count > 0 ? [] : await SiteFiles.ReadAsync(settings.List("sites:files"), faults).ConfigureAwait(false);
        faults.AddRange(TelemetryStores.Faults(settings));
        faults.AddRange(Sources.Faults(settings));
        MappingSet mappings = Mappings.Load(settings, faults);
        faults.AddRange(RetentionSettings.Faults(settings));
        if (Exit.Report(parse, faults))
            return Exit.Failed;
        IReadOnlyList<Rules.Limits.RulePack> applied = [.. packs.Packs.Where(p => !settings.List("rules:disabledPacks").Contains(p.Id))];
        applied = await Releases.ApplyAsync(settings, applied).ConfigureAwait(false);
        DataFolder data = DataFolder.Open(settings.Text("data"));
        WebApplication app = ProductHost.Build(new ProductParts(settings, applied, data, TimeProvider.System) { Mappings = mappings });
        await using (app.ConfigureAwait(false))
        {
            DatabaseWatch database = app.Services.GetRequiredService<DatabaseWatch>();
            database.WhenOpened = async token => SitesCommand.Tell(
                parse.InvocationConfiguration.Output, await SiteFiles.ImportAsync(app.Services, sites, token).ConfigureAwait(false));
            if (await database.OpenAsync(stop).ConfigureAwait(false) is { } away)
                await parse.InvocationConfiguration.Error.WriteLineAsync($"{away}; it is tried until it can be").ConfigureAwait(false);
            else
                await database.WhenOpened(stop).ConfigureAwait(false);
            await app.StartAsync(stop).ConfigureAwait(false);
            foreach (string address in ProductHost.Addresses(app, settings))
                await parse.InvocationConfiguration.Output.WriteLineAsync($"K3Monitor is ready at {address}").ConfigureAwait(false);
            if (settings.Integer("mqtt:port") is > 0 and int port)
                await parse.InvocationConfiguration.Output.WriteLineAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Devices publish to mqtt://{settings.Text("mqtt:address")}:{port}")).ConfigureAwait(false);
            await app.WaitForShutdownAsync(stop).ConfigureAwait(false);
        }

        return Exit.Done;
    }
}
