using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Commands;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.Ingest.Imports;
using K3Monitor.Ingest.Imports.Declaring;
using K3Monitor.Inspection.Imports;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Import;

/// <summary><c>import FILE… --site S</c>: shows how files of measured values are read, and with <c>--apply</c> writes them.</summary>
internal sealed class ImportCommand
{
    private readonly Argument<FileInfo[]> files = new("files") { Description = "Files of measured values (CSV).", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> site = new("--site") { Description = "Slug of the site.", HelpName = "SLUG", Required = true };
    private readonly Option<bool> apply = new("--apply") { Description = "Write the samples. Without it everything is shown and nothing is written." };
    private readonly Option<bool> again = new("--again") { Description = "Write a file that was imported before; what is stored already is not stored twice." };
    private readonly Option<FileInfo?> rejects = new("--rejects") { Description = "A new file for every line that cannot be used.", HelpName = "FILE.csv" };
    private readonly Option<FileInfo?> save = new("--save-declaration") { Description = "A new file for how the first file is read, to be given with --declaration.", HelpName = "FILE.yaml" };
    private readonly Option<FileInfo?> config = CommonOptions.ConfigFile();
    private readonly Option<DirectoryInfo?> data = CommonOptions.Data();
    private readonly ImportOptions how = new();

    public static Command Build()
    {
        var self = new ImportCommand();
        var command = new Command("import", "Import files of measured values, shown first; the product must be stopped to write.")
        {
            self.files, self.site, self.apply, self.again, self.rejects, self.save, self.config, self.data,
        };
        self.how.AddTo(command);
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () => self.RunAsync(parse, stop)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var faults = new List<string>();
        ImportDeclaration declared = how.Read(parse, faults);
        FileInfo[] given = parse.GetValue(files)!;
        faults.AddRange(given.Where(f => !f.Exists).Select(f => $"{f}: there is no such file"));
        if (parse.GetValue(rejects) is not null && given.Length > 1)
            faults.Add("--rejects: takes the rejects of one file");
        faults.AddRange(new[] { parse.GetValue(rejects), parse.GetValue(save) }.Where(f => f is { Exists: true }).Select(f => $"{f}: is there already"));
        if (Exit.Report(parse, faults))
            return Exit.WrongUse;
        if (CommonOptions.Gather(parse, config, new KeyValuePair<string, string?>("data", parse.GetValue(data)?.FullName)) is not { } settings)
            return Exit.Failed;
        string journal = new DataFolder(Path.GetFullPath(settings.Text("data"))).Journal;
        return await Workbench.RunAsync(settings, async services =>
        {
            var offline = new OfflineImports(services, journal, JournalSettings.Of(settings), TimeProvider.System);
            await using (offline.ConfigureAwait(false))
                return await AllAsync(parse, offline.Desk, given, declared, stop).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<int> AllAsync(ParseResult parse, IImportDesk desk, FileInfo[] given, ImportDeclaration declared, CancellationToken stop)
    {
        int code = Exit.Done;
        foreach (FileInfo file in given)
        {
            bool writes = parse.GetValue(apply);
            ImportRequest Asked(bool withRejects) => new(parse.GetValue(site)!, file.FullName, file.Name, declared, withRejects ? parse.GetValue(rejects)?.FullName : null);
            ImportReport report = await desk.InspectAsync(InspectionScope.Scope, Asked(!writes), stop).ConfigureAwait(false);
            ImportWords.Tell(parse.InvocationConfiguration.Output, report);
            if (Exit.Report(parse, report.Faults.Select(f => $"{file.Name}: {f.Option}: {f.Message}")))
            {
                code = Exit.Failed;
                continue;
            }

            Exit.Report(parse, ImportWords.Rejects(report));
            Save(parse, report);
            if (writes)
                report = await desk.ApplyAsync(InspectionScope.Scope, Asked(true), parse.GetValue(again), stop).ConfigureAwait(false);
            await parse.InvocationConfiguration.Output.WriteLineAsync(Outcome(writes, report)).ConfigureAwait(false);
        }

        return code;
    }

    private static string Outcome(bool writes, ImportReport report)
    {
        if (!writes)
            return "  nothing was written; --apply writes it";
        return report.Written is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"  {report.Series.Sum(s => s.Samples)} samples are durable in the journal as received at {at}; the product stores and judges them when it starts")
            : $"  nothing was written: the same file was imported {report.Before}; --again writes it all the same";
    }

    private void Save(ParseResult parse, ImportReport report)
    {
        if (parse.GetValue(save) is not { } target || File.Exists(target.FullName))
            return;
        File.WriteAllText(target.FullName, DeclarationFile.Write(report.Declaration));
        parse.InvocationConfiguration.Output.WriteLine($"  how it is read was saved as {target}");
    }
}
