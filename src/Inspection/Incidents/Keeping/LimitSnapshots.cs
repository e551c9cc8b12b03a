using System.Collections.Concurrent;
using System.Text.Json;
using K3Monitor.Inspection.Record;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>Reads limits as they were applied.</summary>
/// <remarks>Safe from any thread. Bounded: what is remembered is dropped whole at 10,000 limits and read again.</remarks>
internal sealed class LimitSnapshots
{
    private const int Bound = 10_000;
    private readonly ConcurrentDictionary<int, Limit> read = new();

    /// <summary>The limits of the given keys.</summary>
    /// <exception cref="InvalidDataException">A row is not the JSON of a limit: the database was changed by hand.</exception>
    public async Task<IReadOnlyDictionary<int, Limit>> ReadAsync(K3Context context, IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        int[] missing = [.. ids.Where(id => !read.ContainsKey(id)).Distinct()];
        var found = ids.Distinct().Where(id => !missing.Contains(id)).ToDictionary(id => id, id => read[id]);
        if (missing.Length == 0)
            return found;
        if (read.Count > Bound)
            read.Clear();
        foreach (LimitSnapshot row in await context.LimitSnapshots.AsNoTracking().Where(l => missing.Contains(l.Id)).ToListAsync(cancellationToken).ConfigureAwait(false))
            found[row.Id] = read[row.Id] = Parse(row);
        return found;
    }

    private static Limit Parse(LimitSnapshot row)
    {
        try
        {
            return JsonSerializer.Deserialize<Limit>(row.Json, RecordJson.Options) ?? throw new InvalidDataException($"limit snapshot {row.Sha256} is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"limit snapshot {row.Sha256}: {e.Message}", e);
        }
    }
}
