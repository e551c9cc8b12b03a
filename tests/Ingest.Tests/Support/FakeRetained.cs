using K3Monitor.Inspection.Devices;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>Retained messages in memory that outlives a broker, as the database does; commits when the test lets it.</summary>
internal sealed class FakeRetained : IRetainedMessages
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, RetainedMessageRow> kept = [];

    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Broken { get; set; }

    public IReadOnlyList<RetainedMessageRow> Kept
    {
        get
        {
            lock (gate)
                return [.. kept.Values];
        }
    }

    public Task<IReadOnlyList<RetainedMessageRow>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Kept);

    public async Task KeepAsync(IReadOnlyCollection<RetainedMessageRow> messages, CancellationToken cancellationToken)
    {
        await Gate;
        if (Broken is { } e)
            throw e;
        lock (gate)
        {
            foreach (RetainedMessageRow message in messages)
            {
                if (message.Payload.IsEmpty)
                    kept.Remove(message.Topic);
                else
                    kept[message.Topic] = message;
            }
        }
    }
}
