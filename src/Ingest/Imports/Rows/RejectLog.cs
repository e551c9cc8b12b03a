using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Imports;

namespace K3Monitor.Ingest.Imports.Rows;

/// <summary>Counts rejects by reason, keeps the first hundred, and writes all of them into a file when one is wanted.</summary>
internal sealed class RejectLog : IAsyncDisposable
{
    private const int Shown = 100;
    private static readonly Column[] Columns = [new("line", ColumnKind.Number), new("reason", ColumnKind.Text), new("detail", ColumnKind.Text), new("text", ColumnKind.Text)];
    private readonly CsvTable? table;
    private readonly FileStream? file;
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly List<ImportReject> first = [];

    /// <summary>Makes a log.</summary>
    /// <param name="path">A new file; null for none.</param>
    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    public RejectLog(string? path)
    {
        if (path is null)
            return;
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        table = new CsvTable(file, Columns);
    }

    public IReadOnlyDictionary<string, long> Counts => counts;

    public IReadOnlyList<ImportReject> First => first;

    public async Task AddAsync(IReadOnlyList<ImportReject> rejects, CancellationToken stopping)
    {
        foreach (ImportReject reject in rejects)
        {
            counts[reject.Reason] = counts.GetValueOrDefault(reject.Reason) + 1;
            if (first.Count < Shown)
                first.Add(reject);
            if (table is not null)
                await table.WriteAsync(new[] { Field.Of((double)reject.Line), Field.Of(reject.Reason), Field.Of(reject.Detail), Field.Of(reject.Text) }, stopping).ConfigureAwait(false);
        }
    }

    public async Task FinishAsync(CancellationToken stopping)
    {
        if (table is not null)
            await table.FinishAsync([], stopping).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (table is not null)
            await table.DisposeAsync().ConfigureAwait(false);
        if (file is not null)
            await file.DisposeAsync().ConfigureAwait(false);
    }
}
