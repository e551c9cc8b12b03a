using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Commands;
using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;

namespace K3Monitor.App.Backup;

/// <summary><c>backup --to FILE.tar|DIR</c> and <c>restore --from FILE.tar|DIR --data DIR</c>.</summary>
internal static class BackupCommand
{
    public static Command Build()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        Option<DirectoryInfo?> data = CommonOptions.Data();
        var to = new Option<string>("--to") { Description = "A new .tar file, or a new folder.", HelpName = "FILE.tar|DIR", Required = true };
        var command = new Command("backup", "Copy the data folder, consistently, also while the product runs on it.") { to, config, data };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () => Task.Run(() => Back(parse, config, parse.GetValue(data), parse.GetValue(to)!, stop), stop)));
        return command;
    }

    public static Command BuildRestore()
    {
        Option<DirectoryInfo> data = new("--data") { Description = "Folder to restore into; must be empty or absent.", HelpName = "DIR", Required = true };
        var from = new Option<string>("--from") { Description = "A backup.", HelpName = "FILE.tar|DIR", Required = true };
        var command = new Command("restore", "Bring a backup into an empty data folder, every file verified.") { from, data };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () => Task.Run(() => Restore(parse, parse.GetValue(from)!, parse.GetValue(data)!.FullName, stop), stop)));
        return command;
    }

    private static int Back(ParseResult parse, Option<FileInfo?> config, DirectoryInfo? data, string to, CancellationToken stop)
    {
        if (CommonOptions.Gather(parse, config, new KeyValuePair<string, string?>("data", data?.FullName)) is not { } settings)
            return Exit.Failed;
        if (Exit.Report(parse, TelemetryStores.Elsewhere(settings).Select(e => e + ": stop the product, use its server's own backup, and copy the data folder with it")))
            return Exit.Failed;
        string root = Path.GetFullPath(settings.Text("data"));
        if (!Directory.Exists(root))
            throw new IOException($"{root}: there is no data folder");
        string full = Path.GetFullPath(to);
        if ((full + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new IOException($"{full}: lies in the data folder, of which it would be a part");
        using BackupTarget target = BackupTarget.Open(full);
        BackupRun? run = null;
        BackupNote note = WorkBar.Show(parse, "backup", progress =>
        {
            run = new BackupRun(new DataFolder(root), target, TimeProvider.System, progress, stop);
            return run.Run();
        });
        Exit.Report(parse, run!.Warnings);
        parse.InvocationConfiguration.Output.WriteLine($"{target.Path}: {Tell(note)}");
        return Exit.Done;
    }

    private static int Restore(ParseResult parse, string from, string to, CancellationToken stop)
    {
        RestoreRun? run = null;
        BackupNote? note = WorkBar.Show(parse, "restore", progress =>
        {
            run = new RestoreRun(Path.GetFullPath(from), new DataFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(to))), TimeProvider.System, progress, stop);
            return run.Run();
        });
        Exit.Report(parse, run!.Faults);
        Exit.Report(parse, run.Remarks);
        if (note is null)
            return Exit.Failed;
        parse.InvocationConfiguration.Output.WriteLine($"{to}: {Tell(note)}");
        return Exit.Done;
    }

    private static string Tell(BackupNote note) => string.Create(
        CultureInfo.InvariantCulture,
        $"made {note.Made:yyyy-MM-dd'T'HH:mm:ss'Z'} by {note.Product}; {note.Samples} samples in files, the later ones in the journal up to {note.JournalEnd}; ")
        + (note.Database is { } d ? string.Create(CultureInfo.InvariantCulture, $"{d.Sites} sites, {d.Devices} devices, {d.Incidents} incidents, {d.RecordRows} rows of the record") : "no database");
}
