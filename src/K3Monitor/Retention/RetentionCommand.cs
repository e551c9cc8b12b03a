using System.CommandLine;
using K3Monitor.App.Commands;
using K3Monitor.App.Composition;
using K3Monitor.Inspection.Retention;
using K3Monitor.Store.Relational.Retention;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Retention;

/// <summary><c>retention</c>: shows what the rule would let go, and with <c>--apply</c> lets it go.</summary>
internal sealed class RetentionCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    private readonly Option<bool> apply = new("--apply") { Description = "Remove what was shown. A running product does it; without one this command does." };
    private readonly Option<string?> plan = new("--plan") { Description = "With --apply: only if the plan is still this one, as a look has shown it.", HelpName = "HASH" };
    private readonly Option<FileInfo?> config = CommonOptions.ConfigFile();
    private readonly Option<DirectoryInfo?> data = CommonOptions.Data();

    public static Command Build()
    {
        var self = new RetentionCommand();
        var command = new Command("retention", "Show the rule of retention, the last run, what is stored, and what would be removed; removes nothing without --apply.") { self.apply, self.plan, self.config, self.data };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () => self.RunAsync(parse, stop)));
        foreach (Command holds in HoldCommands.Build(self.config, self.data))
            command.Add(holds);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        if (CommonOptions.Gather(parse, config, new KeyValuePair<string, string?>("data", parse.GetValue(data)?.FullName)) is not { } settings)
            return Exit.Failed;
        if (Exit.Report(parse, RetentionSettings.Faults(settings).Concat(TelemetryStores.Faults(settings))))
            return Exit.Failed;
        if (parse.GetValue(plan) is not null && !parse.GetValue(apply))
        {
            Exit.Report(parse, ["--plan: is given without --apply"]);
            return Exit.WrongUse;
        }

        var folder = DataFolder.Open(settings.Text("data"));
        using DataFolderClaim? claim = parse.GetValue(apply) ? DataFolderClaim.TryTake(folder) : null;
        bool keeps = claim is not null;
        return await Workbench.RunAsync(
            settings,
            services => WorkAsync(parse, services.GetRequiredService<RetentionWork>(), keeps, stop),
            opened => keeps ? TelemetryStores.OpenKeeping(settings, opened) : TelemetryStores.OpenLooking(settings, opened)).ConfigureAwait(false);
    }

    private async Task<int> WorkAsync(ParseResult parse, RetentionWork work, bool keeps, CancellationToken stop)
    {
        TextWriter output = parse.InvocationConfiguration.Output;
        RetentionStatus status = await work.StatusAsync(stop).ConfigureAwait(false);
        RetentionPrinting.Status(output, status);
        if (!parse.GetValue(apply))
            return Exit.Done;
        if (parse.GetValue(plan) is { } shown && shown != status.Plan.Hash)
        {
            Exit.Report(parse, ["--plan: the plan has become another one; nothing was removed"]);
            return Exit.Failed;
        }

        int id = await work.RequestAsync(InspectionScope.Scope, status.Plan.Hash, stop).ConfigureAwait(false) ?? throw new InvalidOperationException("the command line may ask");
        if (keeps)
            await work.RunRequestedAsync(stop).ConfigureAwait(false);
        RetentionRunRow? run = await WaitAsync(work, id, stop).ConfigureAwait(false);
        await output.WriteLineAsync(run is { IsOver: true } ? "run " + RetentionPrinting.Run(run) : $"run {id}: the product that runs on this data folder has not ended it; see its health page").ConfigureAwait(false);
        return run?.State == RetentionRunState.Done ? Exit.Done : Exit.Failed;
    }

    /// <summary>The product that runs on the data folder takes a request up within seconds, if its plan is the same.</summary>
    private static async Task<RetentionRunRow?> WaitAsync(RetentionWork work, int id, CancellationToken stop)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            RetentionRunRow? run = await work.RunAsync(id, stop).ConfigureAwait(false);
            if (run is null or { IsOver: true } || TimeProvider.System.GetElapsedTime(begun) > Patience)
                return run;
            await Task.Delay(AskEvery, TimeProvider.System, stop).ConfigureAwait(false);
        }
    }
}
