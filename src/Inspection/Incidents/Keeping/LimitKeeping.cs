using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using K3Monitor.Inspection.Record;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>Keeps limits as they were applied, equal ones once, within one transaction.</summary>
internal sealed class LimitKeeping(K3Context context)
{
    /// <summary>By limit and by hash: a shift's end brings thousands of verdicts on a handful of limits.</summary>
    private readonly Dictionary<Limit, LimitSnapshot> byLimit = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, LimitSnapshot> byHash = new(StringComparer.Ordinal);

    /// <summary>The row of a limit; added when it is new.</summary>
    public async Task<LimitSnapshot> KeepAsync(Limit limit, CancellationToken cancellationToken)
    {
        if (byLimit.TryGetValue(limit, out LimitSnapshot? kept))
            return kept;
        string json = JsonSerializer.Serialize(limit, RecordJson.Options);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        if (!byHash.TryGetValue(sha256, out kept))
        {
            kept = await context.LimitSnapshots.FirstOrDefaultAsync(l => l.Sha256 == sha256, cancellationToken).ConfigureAwait(false);
            if (kept is null)
                context.LimitSnapshots.Add(kept = new LimitSnapshot { Sha256 = sha256, Json = json });
            byHash[sha256] = kept;
        }

        return byLimit[limit] = kept;
    }
}
