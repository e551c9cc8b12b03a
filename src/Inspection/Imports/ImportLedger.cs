using System.Globalization;
using System.Text.Json;
using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Imports;

/// <summary>Keeps in the record who imported which file, when, and what it came to.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IImportLedger
{
    /// <summary>Writes that an import begins. Every sample of it has <paramref name="received"/> as its time of receipt.</summary>
    Task BeginAsync(AccessScope scope, int siteId, ImportReport report, Instant received, CancellationToken cancellationToken);

    /// <summary>Writes that all samples of an import are durable.</summary>
    Task DoneAsync(AccessScope scope, int siteId, ImportReport report, Instant received, CancellationToken cancellationToken);

    /// <summary>When and by whom the same bytes were imported to a site, in words; null when they never were, or not to the end.</summary>
    Task<string?> FindAsync(int siteId, string sha256, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IImportLedger" />
internal sealed class ImportLedger(IDbContextFactory<K3Context> contexts, RelationalWriter writer, TimeProvider time) : IImportLedger
{
    /// <inheritdoc />
    public Task BeginAsync(AccessScope scope, int siteId, ImportReport report, Instant received, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return WriteAsync(scope, siteId, RecordKinds.ImportBegun, report.FileName, new
        {
            report.FileName,
            report.Sha256,
            report.Bytes,
            Received = received,
            report.Declaration,
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task DoneAsync(AccessScope scope, int siteId, ImportReport report, Instant received, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return WriteAsync(scope, siteId, RecordKinds.ImportDone, report.FileName, new
        {
            report.FileName,
            report.Sha256,
            Received = received,
            report.DataLines,
            report.Rejects,
            report.Series,
        }, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<string?> FindAsync(int siteId, string sha256, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            string subject = Subjects.Site(siteId);
            var rows = context.Record.AsNoTracking().Where(e => e.Subject == subject && e.Kind == RecordKinds.ImportDone).OrderBy(e => e.Sequence)
                .Select(e => new { e.At, e.ActorName, e.Payload }).AsAsyncEnumerable();
            await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using JsonDocument facts = JsonDocument.Parse(row.Payload);
                if (facts.RootElement.GetProperty("sha256").GetString() == sha256)
                    return string.Create(CultureInfo.InvariantCulture, $"{row.At} by {row.ActorName}");
            }
        }

        return null;
    }

    private Task WriteAsync(AccessScope scope, int siteId, string kind, string fileName, object facts, CancellationToken cancellationToken) => writer.WriteAsync(
        async (context, token) =>
        {
            RecordPen pen = await RecordPen.OpenAsync(context, token).ConfigureAwait(false);
            pen.Write(Instant.Now(time), kind, Subjects.Site(siteId), RecordActor.Of(scope), $"{scope.Role}: {scope.DisplayName}", fileName, facts);
        },
        cancellationToken);
}
