using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// The stretches in breach within one period. A plain value: copying it copies the state, because the closed
/// stretches are never changed in place.
/// </summary>
internal struct OccurrenceLog
{
    private Occurrence[]? closed;
    private Occurrence open;

    /// <summary>Whether a stretch lasts.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How many stretches there are.</summary>
    public readonly int Count => (closed?.Length ?? 0) + (IsOpen ? 1 : 0);

    /// <summary>Whether there is any: the limit was exceeded.</summary>
    public readonly bool Any => IsOpen || closed is not null;

    /// <summary>The latest stretch; only where there is any.</summary>
    public readonly Occurrence Latest => IsOpen ? open : closed![^1];

    /// <summary>The first stretch; only where there is any.</summary>
    public readonly Occurrence First => closed is null ? open : closed[0];

    /// <summary>Begins a stretch, or goes on with the one before when that ended less than <paramref name="merge"/> ago.</summary>
    public void Begin(Instant start, double value, Instant at, TimeSpan merge)
    {
        if (closed is { } before && start - before[^1].End!.Value < merge)
        {
            open = before[^1] with { End = null };
            closed = before.Length == 1 ? null : before[..^1];
        }
        else
        {
            open = new Occurrence(start, null, value, at);
        }

        IsOpen = true;
    }

    /// <summary>Sets the worst value of the stretch that lasts.</summary>
    public void SetPeak(double value, Instant at) => open = open with { Peak = value, PeakTime = at };

    /// <summary>Ends the stretch that lasts, if one does.</summary>
    public void End(Instant end)
    {
        if (!IsOpen)
            return;
        closed = [.. closed ?? [], open with { End = end }];
        IsOpen = false;
    }

    /// <summary>All stretches in time order.</summary>
    public readonly IReadOnlyList<Occurrence> ToList() => IsOpen ? [.. closed ?? [], open] : closed ?? [];
}
