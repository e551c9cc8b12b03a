using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Devices;

/// <summary>A message that the embedded broker keeps for those who subscribe later.</summary>
/// <param name="Topic">Topic; there is one message a topic.</param>
/// <param name="DeviceId">Device to which the topic belongs.</param>
/// <param name="Payload">Payload; empty to keep nothing any more.</param>
/// <param name="Received">When it arrived.</param>
/// <param name="Expires">First instant at which it may no longer be delivered; null without end.</param>
public sealed record RetainedMessageRow(string Topic, int DeviceId, ReadOnlyMemory<byte> Payload, Instant Received, Instant? Expires);

/// <summary>Keeps retained messages over restarts.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IRetainedMessages
{
    /// <summary>All that are kept, expired ones too.</summary>
    Task<IReadOnlyList<RetainedMessageRow>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps or clears messages, in one transaction; the task ends when that is durable. A topic comes once.</summary>
    Task KeepAsync(IReadOnlyCollection<RetainedMessageRow> messages, CancellationToken cancellationToken);
}
