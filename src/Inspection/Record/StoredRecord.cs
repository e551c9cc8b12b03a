using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Records;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Record;

/// <summary>Checks the record as the relational store keeps it.</summary>
internal sealed class StoredRecord(IDbContextFactory<K3Context> contexts) : IRecord
{
    /// <inheritdoc />
    public async Task<RecordCheck> VerifyAsync(CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            long rows = 0;
            string previous = RecordChain.Genesis;
            await foreach (RecordEntry entry in context.Record.AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (FaultOf(entry, rows + 1, previous) is { } why)
                    return new RecordCheck(rows, previous, new RecordFault(entry.Sequence, why));
                rows++;
                previous = entry.Hash;
            }

            return new RecordCheck(rows, previous, null);
        }
    }

    private static string? FaultOf(RecordEntry entry, long expected, string previous)
    {
        if (entry.Sequence != expected)
            return $"row {expected} is missing";
        if (entry.PreviousHash != previous)
            return "it does not follow the row before it";
        return entry.Hash == RecordChain.HashOf(entry) ? null : "it was changed after it was written";
    }
}
