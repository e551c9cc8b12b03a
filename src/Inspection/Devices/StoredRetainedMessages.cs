using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Devices;

/// <summary>Retained messages as the relational store keeps them.</summary>
internal sealed class StoredRetainedMessages(IDbContextFactory<K3Context> contexts, RelationalWriter writer) : IRetainedMessages
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<RetainedMessageRow>> LoadAsync(CancellationToken cancellationToken)
    {
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            List<RetainedMessage> kept = await context.RetainedMessages.AsNoTracking().OrderBy(m => m.Topic).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. kept.Select(m => new RetainedMessageRow(m.Topic, m.DeviceId, m.Payload, m.Received, m.Expires))];
        }
    }

    /// <inheritdoc />
    public Task KeepAsync(IReadOnlyCollection<RetainedMessageRow> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return writer.WriteAsync(
            async (context, token) =>
            {
                string[] topics = [.. messages.Select(m => m.Topic)];
                Dictionary<string, RetainedMessage> kept = await context.RetainedMessages.Where(m => topics.Contains(m.Topic))
                    .ToDictionaryAsync(m => m.Topic, StringComparer.Ordinal, token).ConfigureAwait(false);
                foreach (RetainedMessageRow message in messages)
                    Keep(context, message, kept.GetValueOrDefault(message.Topic));
            },
            cancellationToken);
    }

    private static void Keep(K3Context context, RetainedMessageRow message, RetainedMessage? before)
    {
        if (message.Payload.IsEmpty)
        {
            // An expiry is found by reading; a message that came since is not what had expired.
            if (before is not null && before.Received <= message.Received)
                context.Remove(before);
            return;
        }

        if (before is null)
            context.Add(before = new RetainedMessage { Topic = message.Topic, Payload = [] });
        before.DeviceId = message.DeviceId;
        before.Payload = message.Payload.ToArray();
        before.Received = message.Received;
        before.Expires = message.Expires;
    }
}
