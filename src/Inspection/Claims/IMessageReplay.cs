using K3Monitor.Inspection.Quarantine;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Claims;

/// <summary>A value that a message holds, as its format reads it.</summary>
/// <param name="External">Name of the device in the field.</param>
/// <param name="Channel">Name of the value.</param>
/// <param name="Value">The value in invariant culture; null when it is missing.</param>
/// <param name="IsNumber">Whether it is a number, and so can be a measurement.</param>
/// <param name="Unit">Unit as the message or its format says; null when nobody does.</param>
/// <param name="Time">When.</param>
/// <param name="Reason">What is to be said against it; null when nothing is.</param>
public sealed record PreviewedValue(string External, string Channel, string? Value, bool IsNumber, string? Unit, Instant? Time, string? Reason);

/// <summary>What became of messages that were taken again.</summary>
/// <param name="Messages">How many messages.</param>
/// <param name="Samples">Samples that they gave.</param>
/// <param name="Refused">Parts that were refused once more.</param>
public sealed record ReplayDone(int Messages, int Samples, int Refused);

/// <summary>Reads and takes quarantined messages of the field again. Only a process that ingests has it.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IMessageReplay
{
    /// <summary>What messages of one source hold, read in their order; nothing is kept. One list a message.</summary>
    Task<IReadOnlyList<IReadOnlyList<PreviewedValue>>> PreviewAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken);

    /// <summary>Takes messages again, with the time at which they had arrived; of each only what belongs to the name.</summary>
    /// <param name="messages">Whole messages, in their order.</param>
    /// <param name="external">The name that was claimed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Once all of it is durable.</returns>
    Task<ReplayDone> ReplayAsync(IReadOnlyList<QuarantinedMessage> messages, string external, CancellationToken cancellationToken);
}
