using K3Monitor.Inspection.Incidents;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Quarantine;

/// <summary>A message, or a part of one, that could not be used.</summary>
/// <param name="JournalPosition">Where it lies in the journal; makes it unique.</param>
/// <param name="Ordinal">Which part of the message, from 0.</param>
/// <param name="Received">When it arrived.</param>
/// <param name="SiteSlug">Site by topic; null when the topic names none.</param>
/// <param name="DeviceKey">Device by topic; null when the topic names none.</param>
/// <param name="Topic">Topic.</param>
/// <param name="Payload">The payload as it came, cut at 64 KiB.</param>
/// <param name="Reason">Short stable code, for example <c>json.malformed</c>; counted by it.</param>
/// <param name="Detail">Where and why, in English.</param>
public sealed record QuarantinedMessage(
    long JournalPosition, int Ordinal, Instant Received, string? SiteSlug, string? DeviceKey, string Topic,
    ReadOnlyMemory<byte> Payload, string Reason, string Detail)
{
    /// <summary>Where it came in: name of an external broker, or <c>site/device</c> of the credential; null for native messages.</summary>
    public string? Source { get; init; }

    /// <summary>Name of the device as the message calls it, when nobody has claimed that name; null otherwise.</summary>
    public string? External { get; init; }

    /// <summary>Name of the format that read it; null when none did.</summary>
    public string? Format { get; init; }
}

/// <summary>A row of the quarantine page.</summary>
/// <param name="Id">Key.</param>
/// <param name="Message">The message.</param>
public sealed record QuarantineRow(int Id, QuarantinedMessage Message);

/// <summary>Keeps what could not be used, bounded by count; the oldest beyond the bound leave, and are counted.</summary>
public interface IQuarantine
{
    /// <summary>Keeps messages; one that is there already is ignored.</summary>
    Task KeepAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// A page, newest first. A message whose topic names no known site is seen only by those who see all.
    /// </summary>
    Task<Page<QuarantineRow>> ListAsync(AccessScope scope, string? reason, PageRequest page, CancellationToken cancellationToken);

    /// <summary>How many are kept, by reason.</summary>
    Task<IReadOnlyDictionary<string, int>> CountAsync(AccessScope scope, CancellationToken cancellationToken);
}
