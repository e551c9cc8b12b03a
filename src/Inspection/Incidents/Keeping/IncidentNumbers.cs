using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>Gives out incident numbers within one transaction; the unique key refuses a number that another process took.</summary>
internal sealed class IncidentNumbers(K3Context context)
{
    private readonly Dictionary<int, int> last = [];

    public async Task<int> NextAsync(int year, CancellationToken cancellationToken)
    {
        if (!last.TryGetValue(year, out int ordinal))
            ordinal = await context.Incidents.Where(i => i.Year == year).MaxAsync(i => (int?)i.Ordinal, cancellationToken).ConfigureAwait(false) ?? 0;
        return last[year] = ordinal + 1;
    }
}
