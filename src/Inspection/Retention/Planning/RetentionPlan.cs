using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Inspection.Retention.Planning;

/// <summary>Why something that the rule would let go stays.</summary>
public enum KeptReason
{
    /// <summary>An incident that is open, or whose hold nobody released, stands on it.</summary>
    Incident,

    /// <summary>A person holds it.</summary>
    Hold,

    /// <summary>Its roll-ups are not durable yet, or samples came since they were made.</summary>
    NotRolledUp,

    /// <summary>It came after the samples of its day had been removed.</summary>
    CameAfterRemoval,

    /// <summary>The store cannot remove.</summary>
    StoreCannot,
}

/// <summary>What would be removed: a layer of some channels of one quantity on one day.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Layer">The layer.</param>
/// <param name="QuantityId">The quantity.</param>
/// <param name="Channels">The channels.</param>
/// <param name="Samples">Samples that go; 0 for roll-ups.</param>
/// <param name="Bytes">Bytes on our disk that become free; null when a server keeps them.</param>
public sealed record PlannedRemoval(DateOnly Day, TelemetryLayer Layer, string QuantityId, ChannelSet Channels, long Samples, long? Bytes);

/// <summary>What stays although its days are over.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Layer">The layer.</param>
/// <param name="QuantityId">The quantity.</param>
/// <param name="Channels">The channels.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">Numbers of the incidents or holds; empty for other reasons.</param>
public sealed record PlannedKeeping(DateOnly Day, TelemetryLayer Layer, string QuantityId, ChannelSet Channels, KeptReason Reason, string Detail);

/// <summary>What a store holds of a quantity.</summary>
/// <param name="QuantityId">The quantity; empty for channels that were assigned to no point, which are kept for ever.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Samples">Samples that are there.</param>
/// <param name="Bytes">Bytes of them and of their roll-ups on our disk; null when a server keeps them.</param>
/// <param name="OldestSample">The oldest day with samples; null without any.</param>
public sealed record QuantityHolding(string QuantityId, RetentionRule Rule, long Samples, long? Bytes, DateOnly? OldestSample);

/// <summary>What a run would do now, found by looking alone.</summary>
/// <param name="RollUp">Days that would be rolled up first.</param>
/// <param name="Removals">What would be removed, oldest first. Days that are yet to be rolled up are not in it.</param>
/// <param name="Kept">What stays although its days are over.</param>
/// <param name="Quantities">What is there, by quantity.</param>
public sealed record RetentionPlan(
    IReadOnlyList<DateOnly> RollUp, IReadOnlyList<PlannedRemoval> Removals, IReadOnlyList<PlannedKeeping> Kept, IReadOnlyList<QuantityHolding> Quantities)
{
    /// <summary>
    /// SHA-256 over every removal, lower-case hexadecimal. Who applies a plan names it; another one, because a day went by or a hold was
    /// put, is not applied in its place.
    /// </summary>
    public string Hash { get; } = HashOf(Removals);

    /// <summary>Samples that would go.</summary>
    public long Samples => Removals.Sum(r => r.Samples);

    /// <summary>Bytes on our disk that would become free; null when a server keeps them.</summary>
    public long? Bytes => Removals.Any(r => r.Bytes is null) ? null : Removals.Sum(r => r.Bytes);

    /// <summary>Channel-days of samples that incidents and persons hold.</summary>
    public long HeldChannelDays => Kept.Where(k => k.Layer == TelemetryLayer.Raw && k.Reason is KeptReason.Incident or KeptReason.Hold).Sum(k => k.Channels.Count);

    private static string HashOf(IReadOnlyList<PlannedRemoval> removals)
    {
        var text = new StringBuilder();
        foreach (PlannedRemoval r in removals)
            text.Append(CultureInfo.InvariantCulture, $"{UtcDay.Name(r.Day)}|{r.Layer}|{r.QuantityId}|{r.Channels}|{r.Samples}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
