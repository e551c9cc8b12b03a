using K3Monitor.Ingest.Imports.Files;
using K3Monitor.Ingest.Imports.Recognising;
using K3Monitor.Ingest.Imports.Rows;
using K3Monitor.Ingest.Imports.Writing;
using K3Monitor.Ingest.Intake;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Imports;
using K3Monitor.Inspection.Sites;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Ingest.Imports;

/// <summary>What an import needs of the product.</summary>
/// <param name="Registry">Sites and devices.</param>
/// <param name="Sites">The sites in the caller's scope.</param>
/// <param name="Exports">The points by name.</param>
/// <param name="Ledger">The record of imports.</param>
/// <param name="Time">The clock by which the future is refused.</param>
internal sealed record ImportTools(ITopologyRegistry Registry, ISites Sites, IExports Exports, IImportLedger Ledger, TimeProvider Time);

/// <inheritdoc cref="IImportDesk" />
/// <param name="tools">What it needs.</param>
/// <param name="journal">Opens the journal, when something is to be written.</param>
internal sealed class ImportDesk(ImportTools tools, Func<IJournalAppender> journal) : IImportDesk
{
    /// <inheritdoc />
    public async Task<ImportReport> InspectAsync(AccessScope scope, ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        (SiteRow? site, Recognition? recognition, ImportReport report) = await RecogniseAsync(scope, request, cancellationToken).ConfigureAwait(false);
        return site is null || recognition?.Plan is null
            ? report
            : await ReadAsync(request, recognition, report, Instant.Now(tools.Time), null, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<ImportReport> ApplyAsync(AccessScope scope, ImportRequest request, bool again, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(request);
        if (!scope.MayAct)
            throw new UnauthorizedAccessException("an auditor reads everything and changes nothing");
        (SiteRow? site, Recognition? recognition, ImportReport report) = await RecogniseAsync(scope, request, cancellationToken).ConfigureAwait(false);
        if (site is null || recognition?.Plan is null || (report.Before is not null && !again))
            return report;
        Instant received = Instant.Now(tools.Time);
        IJournalAppender appender = journal();
        await tools.Ledger.BeginAsync(scope, site.Id, report, received, cancellationToken).ConfigureAwait(false);
        var writing = new JournalWriting(appender, received);
        report = await ReadAsync(request, recognition, report, received, writing, cancellationToken).ConfigureAwait(false);
        report = report with { Written = received };
        await tools.Ledger.DoneAsync(scope, site.Id, report, received, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private async Task<(SiteRow? Site, Recognition? Recognition, ImportReport Report)> RecogniseAsync(AccessScope scope, ImportRequest request, CancellationToken stopping)
    {
        IReadOnlyList<SiteRow> sites = await tools.Sites.ListAsync(scope, stopping).ConfigureAwait(false);
        if (sites.FirstOrDefault(s => s.Slug == request.Site) is not { } site)
        {
            string known = sites.Count == 0 ? "there is none" : "there are: " + string.Join(", ", sites.Select(s => s.Slug).Take(40));
            return (null, null, new ImportReport { FileName = request.FileName, Declaration = request.Declaration, Faults = [new ImportFault("--site", $"there is no site '{request.Site}'; {known}")] });
        }

        TopologySnapshot topology = await tools.Registry.GetAsync(stopping).ConfigureAwait(false);
        var targets = new ImportTargets(site.Slug, topology, await tools.Exports.PointsAsync(scope, site.Slug, null, stopping).ConfigureAwait(false));
        Recognition recognition = await Task.Run(() => new Recogniser(request.Path, request.Declaration, targets, site.ZoneId).RecogniseAsync(stopping), stopping).ConfigureAwait(false);
        return (site, recognition, new ImportReport
        {
            FileName = request.FileName,
            Bytes = recognition.Survey.Bytes,
            Sha256 = recognition.Survey.Sha256,
            Declaration = recognition.Declaration,
            Facts = recognition.Findings.Facts,
            Faults = recognition.Findings.Faults,
            LeftOut = recognition.Findings.LeftOut,
            Before = await tools.Ledger.FindAsync(site.Id, recognition.Survey.Sha256, stopping).ConfigureAwait(false),
        });
    }

    private static Task<ImportReport> ReadAsync(
        ImportRequest request, Recognition recognition, ImportReport report, Instant received, JournalWriting? writing, CancellationToken stopping) => Task.Run(
        async () =>
        {
            var rows = new RowReader(recognition.Plan!, received);
            var rejects = new RejectLog(request.RejectsPath);
            await using (rejects.ConfigureAwait(false))
            {
                using var lines = new LineReader(request.Path, recognition.Plan!.Encoding);
                while (lines.Next() is { } line)
                {
                    stopping.ThrowIfCancellationRequested();
                    rows.Read(line);
                    if (rows.Samples.Count + rows.Rejects.Count >= 1_000)
                        await HandOnAsync(rows, rejects, writing, stopping).ConfigureAwait(false);
                }

                await HandOnAsync(rows, rejects, writing, stopping).ConfigureAwait(false);
                await rejects.FinishAsync(stopping).ConfigureAwait(false);
                if (writing is not null)
                    await writing.FinishAsync(stopping).ConfigureAwait(false);
                if (lines.Sha256 != recognition.Survey.Sha256)
                    throw new IOException($"{request.FileName}: the file changed while it was read; run the import again");
            }

            return report with { Series = rows.Series, DataLines = rows.DataLines, BlankLines = rows.BlankLines, Rejects = rejects.Counts, FirstRejects = rejects.First };
        },
        stopping);

    private static async Task HandOnAsync(RowReader rows, RejectLog rejects, JournalWriting? writing, CancellationToken stopping)
    {
        await rejects.AddAsync(rows.Rejects, stopping).ConfigureAwait(false);
        if (writing is not null)
            await writing.AddAsync(rows.Samples, stopping).ConfigureAwait(false);
        rows.Rejects.Clear();
        rows.Samples.Clear();
    }
}
