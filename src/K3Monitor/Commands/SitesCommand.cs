using System.CommandLine;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using K3Monitor.Inspection.Users;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Commands;

/// <summary><c>sites list | import FILE | validate FILE</c>.</summary>
internal static class SitesCommand
{
    public static Command Build()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        Option<DirectoryInfo?> data = CommonOptions.Data();
        var list = new Command("list", "List the sites.") { config, data };
        list.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => ListAsync(parse, services)));

        var files = new Argument<FileInfo[]>("files") { Description = "Site files.", Arity = ArgumentArity.OneOrMore };
        var import = new Command("import", "Bring sites, areas, points and devices to what files say; passwords of new devices are printed once.") { files, config, data };
        import.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => ImportAsync(parse, services, parse.GetValue(files)!)));

        var validate = new Command("validate", "Check site files and list every fault at once.") { files };
        validate.SetAction(parse => Exit.Guard(parse, () => Validate(parse, parse.GetValue(files)!)));
        return new Command("sites", "Sites, areas, points and devices.") { list, import, validate };
    }

    /// <summary>Writes what imports changed, and the passwords that were made.</summary>
    public static void Tell(TextWriter output, IReadOnlyList<SiteImport> imports)
    {
        foreach (SiteImport import in imports)
        {
            foreach (string change in import.Changes)
                output.WriteLine(change);
            if (import.Credentials.Count > 0)
                output.WriteLine("passwords of new devices, told this once (device,USER,PASSWORD):");
            foreach (DeviceCredential credential in import.Credentials)
                output.WriteLine($"device,{credential.UserName},{credential.Password}");
        }
    }

    private static async Task<int> ListAsync(ParseResult parse, IServiceProvider services)
    {
        foreach (SiteRow site in await services.GetRequiredService<ISites>().ListAsync(InspectionScope.Scope, CancellationToken.None).ConfigureAwait(false))
            await parse.InvocationConfiguration.Output.WriteLineAsync($"{site.Slug,-28} {site.Province,-6} {site.ZoneId,-14} {site.Points,4} points  {site.Name}, {site.CompanyName}").ConfigureAwait(false);
        return Exit.Done;
    }

    private static async Task<int> ImportAsync(ParseResult parse, IServiceProvider services, FileInfo[] files)
    {
        var faults = new List<string>();
        IReadOnlyList<SiteImport> imports = await SiteFiles.ImportAsync(services, [.. files.Select(f => f.FullName)], faults).ConfigureAwait(false);
        if (Exit.Report(parse, faults))
            return Exit.Failed;
        Tell(parse.InvocationConfiguration.Output, imports);
        return Exit.Done;
    }

    private static int Validate(ParseResult parse, FileInfo[] files)
    {
        List<string> faults = [.. files.SelectMany(f => SiteFileReader.Read(File.ReadAllText(f.FullName), f.Name).Faults).Select(f => f.ToString())];
        if (Exit.Report(parse, faults))
            return Exit.Failed;
        parse.InvocationConfiguration.Output.WriteLine("ok");
        return Exit.Done;
    }
}
