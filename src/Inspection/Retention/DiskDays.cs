using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Retention;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Retention;

/// <summary>Reads the disk under the data folder; null when it cannot be read.</summary>
/// <param name="Read">Reads it.</param>
public sealed record DiskGauge(Func<DiskSpace?> Read);

/// <summary>One reading of the disk a day; the newest 400 days.</summary>
internal sealed class DiskDays(IDbContextFactory<K3Context> contexts, RelationalWriter writer, DiskGauge gauge, TimeProvider time)
{
    private const int MostKept = 400;
    private DateOnly kept;

    /// <summary>The disk now.</summary>
    public DiskSpace? Now => gauge.Read();

    /// <summary>Keeps today's reading when there is none yet.</summary>
    public async Task KeepTodayAsync(CancellationToken cancellationToken)
    {
        DateOnly today = UtcDay.Of(Instant.Now(time));
        if (today == kept || gauge.Read() is not { } space)
            return;
        await writer.WriteAsync(
            async (context, token) =>
            {
                if (await context.DiskReadings.AnyAsync(r => r.Day == today, token).ConfigureAwait(false))
                    return;
                context.DiskReadings.Add(new DiskReading { Day = today, FreeBytes = space.FreeBytes, TotalBytes = space.TotalBytes });
                DateOnly oldest = today.AddDays(-MostKept);
                await context.DiskReadings.Where(r => r.Day < oldest).ExecuteDeleteAsync(token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        kept = today;
    }

    /// <summary>When the disk will be full.</summary>
    public async Task<DiskForecast> ForecastAsync(CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            List<DiskReading> rows = await context.DiskReadings.AsNoTracking().OrderByDescending(r => r.Day).Take(DiskForecast.MostDays).ToListAsync(cancellationToken).ConfigureAwait(false);
            return DiskForecast.From(rows.Select(r => new DiskDay(r.Day, new DiskSpace(r.FreeBytes, r.TotalBytes))));
        }
    }
}
