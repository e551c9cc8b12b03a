using System.Collections.Concurrent;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Health;

/// <summary>How a part of the product is.</summary>
public enum PartCondition
{
    /// <summary>Working.</summary>
    Healthy,

    /// <summary>Working with a restriction that the detail names.</summary>
    Degraded,

    /// <summary>Not working.</summary>
    Failed,
}

/// <summary>The condition of one part.</summary>
/// <param name="Part">Stable name: <c>broker</c>, <c>database</c>, <c>desk</c>, <c>journal</c>, <c>life</c>, <c>live</c>, <c>retention</c>, <c>rules</c>, <c>store</c>.</param>
/// <param name="Condition">How it is.</param>
/// <param name="Detail">Why, in English; shown as it is.</param>
/// <param name="Since">Since when.</param>
public sealed record PartHealth(string Part, PartCondition Condition, string Detail, Instant Since);

/// <summary>Where every part says how it is, so that our own faults are told apart from the factory's.</summary>
/// <remarks>Safe from any thread. Bounded: one entry a part.</remarks>
public sealed class HealthBoard
{
    private readonly ConcurrentDictionary<string, PartHealth> parts = new(StringComparer.Ordinal);

    /// <summary>All parts, by name.</summary>
    public IReadOnlyList<PartHealth> Parts => [.. parts.Values.OrderBy(p => p.Part, StringComparer.Ordinal)];

    /// <summary>A part reports; the since of an unchanged condition stays.</summary>
    public void Report(string part, PartCondition condition, string detail, Instant now) =>
        parts.AddOrUpdate(
            part,
            new PartHealth(part, condition, detail, now),
            (_, old) => old.Condition == condition ? old with { Detail = detail } : new PartHealth(part, condition, detail, now));
}
