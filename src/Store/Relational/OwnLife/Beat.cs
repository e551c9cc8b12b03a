using K3Monitor.Measurements;

namespace K3Monitor.Store.Relational.OwnLife;

/// <summary>The last sign of life of this product; one row.</summary>
public sealed class Beat
{
    /// <summary>Key of the one row.</summary>
    public const int OnlyRow = 1;

    /// <summary>Always <see cref="OnlyRow"/>.</summary>
    public int Id { get; set; } = OnlyRow;

    /// <summary>When, by the plant's clock, it was last able to receive.</summary>
    public Instant At { get; set; }

    /// <summary>Whether it was stopped in order then.</summary>
    public bool Stopped { get; set; }
}
