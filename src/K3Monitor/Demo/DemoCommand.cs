using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Commands;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.FirmwareSim.Running;
using K3Monitor.FirmwareSim.Scenarios;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Users;
using K3Monitor.Store.Relational;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Demo;

/// <summary><c>demo</c>: everything embedded, with a simulated factory that publishes over MQTT like a real one.</summary>
internal sealed class DemoCommand
{
    private const string ScenarioName = "workday";

    private readonly Option<string> http = new("--http") { Description = "Address of the pages.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
    private readonly Option<int> mqttPort = new("--mqtt-port") { Description = "Port for MQTT.", HelpName = "N", DefaultValueFactory = _ => 1883 };
    private readonly Option<DirectoryInfo?> data = new("--data") { Description = "Folder of everything that is kept. Default: a new one in the temporary folder.", HelpName = "DIR" };
    private readonly Option<long?> seed = new("--seed") { Description = "Seed of the simulated factory.", HelpName = "N" };
    private readonly Option<double> speed = new("--speed") { Description = "Simulated seconds in a second, 0.1 to 600.", HelpName = "X", DefaultValueFactory = _ => 60 };

    public static Command Build()
    {
        var self = new DemoCommand();
        self.speed.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double>() is < 0.1 or > 600 or double.NaN)
                result.AddError("--speed must be 0.1 to 600");
        });
        var command = new Command("demo", "Show the product: everything embedded, a simulated factory, a user for each role.") { self.http, self.mqttPort, self.data, self.seed, self.speed };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () => self.RunAsync(parse, stop)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var faults = new List<string>();
        string folder = parse.GetValue(data)?.FullName ?? Directory.CreateTempSubdirectory("k3monitor-demo-").FullName;
        Settings settings = Settings.Gather(null, new Dictionary<string, string>(), [
            new("data", folder), new("http:urls", parse.GetValue(http)), new("log:level", "Warning"),
            new("mqtt:port", parse.GetValue(mqttPort).ToString(CultureInfo.InvariantCulture)),
            // The plant's seconds pass while a message is under way: without this, every breach would seem to end with each batch.
            new("rules:holdIntervals", parse.GetValue(speed) > 1 ? "20" : "3")], faults);
        PackFiles packs = PackFiles.Load([]);
        ScenarioReading reading = ShippedScenarios.Open(ScenarioName);
        faults.AddRange(packs.Faults.Select(f => f.ToString()).Concat(reading.Faults.Select(f => f.ToString())));
        if (Exit.Report(parse, faults) || reading.Scenario is not { } scenario)
            return Exit.Failed;

        DataFolder place = DataFolder.Open(folder);
        double factor = parse.GetValue(speed);
        DateTimeOffset begin = DemoClock.Begin(folder, scenario, TimeProvider.System);
        var clock = new AcceleratedTimeProvider(begin, factor);
        WebApplication app = ProductHost.Build(new ProductParts(settings, packs.Packs, place, clock, factor));
        await using (app.ConfigureAwait(false))
        {
            await app.Services.MigrateK3RelationalStoreAsync(stop).ConfigureAwait(false);
            Dictionary<string, string> passwords = await ProvisionAsync(app.Services, scenario).ConfigureAwait(false);
            IReadOnlyList<DemoLogin> logins = await DemoLogin.MakeAsync(app.Services.GetRequiredService<IUsers>(), "baja-nusantara", "ID-KR").ConfigureAwait(false);
            await app.StartAsync(stop).ConfigureAwait(false);
            Tell(parse.InvocationConfiguration.Output, ProductHost.Addresses(app, settings), logins, folder, factor);
            var factory = new SimulationRunner(scenario, new SimulationOptions
            {
                Host = "127.0.0.1",
                Port = parse.GetValue(mqttPort),
                Seed = parse.GetValue(seed),
                Start = begin,
                Clock = clock,
                Password = (site, device) => passwords[$"{site}/{device}"],
            });
            Task playing = factory.RunAsync(app.Lifetime.ApplicationStopping);
            await app.WaitForShutdownAsync(stop).ConfigureAwait(false);
            await playing.ConfigureAwait(false);
        }

        return Exit.Done;
    }

    /// <summary>Brings the sample site in, and gives every simulated device a password.</summary>
    private static async Task<Dictionary<string, string>> ProvisionAsync(IServiceProvider services, Scenario scenario)
    {
        using Stream embedded = typeof(DemoCommand).Assembly.GetManifestResourceStream("demo-site.yaml")!;
        using var text = new StreamReader(embedded);
        SiteReading site = SiteFileReader.Read(await text.ReadToEndAsync().ConfigureAwait(false), "demo-site.yaml");
        if (site.File is not { } file)
            throw new InvalidDataException(string.Join(Environment.NewLine, site.Faults));
        await services.GetRequiredService<ISiteImporter>().ImportAsync(InspectionScope.Scope, file, CancellationToken.None).ConfigureAwait(false);
        var passwords = new Dictionary<string, string>();
        IDevices devices = services.GetRequiredService<IDevices>();
        foreach ((string siteId, string deviceId) in scenario.Sites.SelectMany(s => s.Devices.Select(d => (s.Id, d.Id))))
        {
            DeviceAct act = await devices.RotateAsync(InspectionScope.Scope, siteId, deviceId, TimeSpan.Zero, "the demo starts", CancellationToken.None).ConfigureAwait(false);
            DeviceCredential credential = act.Credential ?? throw new InvalidDataException($"the sample site has no device {siteId}/{deviceId}");
            passwords[credential.UserName] = credential.Password;
        }

        return passwords;
    }

    private static void Tell(TextWriter output, IReadOnlyList<string> addresses, IReadOnlyList<DemoLogin> logins, string folder, double factor)
    {
        output.WriteLine();
        output.WriteLine($"K3Monitor demo: {string.Join(" and ", addresses)}");
        output.WriteLine();
        foreach (DemoLogin login in logins)
            output.WriteLine($"  {login.Role,-14} {login.Name,-10} {login.Password}");
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A working day from 06:45, {factor:0.##} times as fast: a gas leak after {20 * 60 / factor:0} s, too much noise after {52 * 60 / factor:0} s."));
        output.WriteLine($"Kept in {folder}. Stop with Ctrl+C.");
        output.Flush();
    }
}
