using System.Buffers.Text;
using System.Globalization;
using System.Text;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Quarantine;

/// <summary>The quarantine as the relational store keeps it.</summary>
internal sealed class StoredQuarantine(IDbContextFactory<K3Context> contexts, RelationalWriter writer, QuarantineOptions options) : IQuarantine
{
    private const int LargestPayload = 64 * 1024;
    private const int LargestPage = 200;

    /// <inheritdoc />
    public Task KeepAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
            return Task.CompletedTask;
        return writer.WriteAsync(
            async (context, token) =>
            {
                long[] positions = [.. messages.Select(m => m.JournalPosition).Distinct()];
                var present = await context.Quarantine.Where(e => positions.Contains(e.JournalPosition))
                    .Select(e => new { e.JournalPosition, e.Ordinal }).ToListAsync(token).ConfigureAwait(false);
                var known = present.Select(e => (e.JournalPosition, e.Ordinal)).ToHashSet();
                foreach (QuarantinedMessage message in messages)
                {
                    if (known.Add((message.JournalPosition, message.Ordinal)))
                        context.Quarantine.Add(ToEntry(message));
                }

                await context.SaveChangesAsync(token).ConfigureAwait(false);
                await TrimAsync(context, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<Page<QuarantineRow>> ListAsync(AccessScope scope, string? reason, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        int size = Math.Clamp(page.Size, 1, LargestPage);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            IQueryable<QuarantineEntry> matching = context.Quarantine.AsNoTracking().Within(scope, context);
            if (reason is not null)
                matching = matching.Where(e => e.Reason == reason);
            IQueryable<QuarantineEntry> wanted = matching.OrderByDescending(e => e.Id);
            if (page.Cursor is { } cursor)
            {
                int before = ParseCursor(cursor);
                wanted = wanted.Where(e => e.Id < before);
            }
            else
            {
                wanted = wanted.Skip((int)Math.Min(int.MaxValue, (Math.Max(page.Number, 1) - 1L) * size));
            }

            int total = await matching.CountAsync(cancellationToken).ConfigureAwait(false);
            List<QuarantineEntry> rows = await wanted.Take(size + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
            bool more = rows.Count > size;
            return new Page<QuarantineRow>([.. rows.Take(size).Select(ToRow)], total, more ? CursorBehind(rows[size - 1].Id) : null);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(AccessScope scope, CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            return await context.Quarantine.Within(scope, context).GroupBy(e => e.Reason)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TrimAsync(K3Context context, CancellationToken cancellationToken)
    {
        int kept = await context.Quarantine.CountAsync(cancellationToken).ConfigureAwait(false);
        if (kept <= options.Most)
            return;
        for (int excess = kept - options.Most; excess > 0;)
        {
            int left = await ShrinkLargestAsync(context, excess, cancellationToken).ConfigureAwait(false);
            options.CountLeft(left);
            excess -= left;
        }
    }

    /// <summary>The oldest messages of the device with most of them leave, so that one device cannot push out those of others.</summary>
    private static async Task<int> ShrinkLargestAsync(K3Context context, int excess, CancellationToken cancellationToken)
    {
        var largest = await context.Quarantine.GroupBy(e => new { e.SiteSlug, e.DeviceKey, e.Source, e.External })
            .Select(g => new { g.Key.SiteSlug, g.Key.DeviceKey, g.Key.Source, g.Key.External, Count = g.Count() })
            .OrderByDescending(g => g.Count).ThenBy(g => g.SiteSlug).ThenBy(g => g.DeviceKey).ThenBy(g => g.External)
            .Take(2).ToListAsync(cancellationToken).ConfigureAwait(false);
        int ahead = largest[0].Count - (largest.Count > 1 ? largest[1].Count : 0);
        int leaving = Math.Min(excess, Math.Max(ahead, 1 + (excess / 4)));
        IQueryable<QuarantineEntry> its = context.Quarantine.Where(
            e => e.SiteSlug == largest[0].SiteSlug && e.DeviceKey == largest[0].DeviceKey && e.Source == largest[0].Source && e.External == largest[0].External);
        int last = await its.OrderBy(e => e.Id).Skip(Math.Min(leaving, largest[0].Count) - 1).Select(e => e.Id).FirstAsync(cancellationToken).ConfigureAwait(false);
        return await its.Where(e => e.Id <= last).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string CursorBehind(int id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id.ToString(CultureInfo.InvariantCulture)));

    private static int ParseCursor(string cursor)
    {
        string text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : throw new FormatException("the cursor cannot be read");
    }

    private static QuarantineEntry ToEntry(QuarantinedMessage message) => new()
    {
        JournalPosition = message.JournalPosition,
        Ordinal = message.Ordinal,
        Received = message.Received,
        SiteSlug = message.SiteSlug,
        DeviceKey = message.DeviceKey,
        Topic = message.Topic,
        Payload = message.Payload.Length > LargestPayload ? message.Payload[..LargestPayload].ToArray() : message.Payload.ToArray(),
        Reason = message.Reason,
        Detail = message.Detail,
        Source = message.Source,
        External = message.External,
        Format = message.Format,
    };

    internal static QuarantineRow ToRow(QuarantineEntry e) => new(
        e.Id, new QuarantinedMessage(e.JournalPosition, e.Ordinal, e.Received, e.SiteSlug, e.DeviceKey, e.Topic, e.Payload, e.Reason, e.Detail)
        {
            Source = e.Source,
            External = e.External,
            Format = e.Format,
        });
}
