namespace K3Monitor.Store.Relational.Gaps;

/// <summary>By what it is known how many samples a channel should have sent.</summary>
public enum GapBasis
{
    /// <summary>Nothing tells: no numbers, no interval, and too few samples to learn one from.</summary>
    Unknown,

    /// <summary>The device numbers its messages, and the channel is in each of them: counted.</summary>
    Numbers,

    /// <summary>The device numbers its messages, and the channel is in some of them: its share of what was lost, an estimate.</summary>
    ShareOfNumbers,

    /// <summary>The interval that is declared for its measurement point: an estimate.</summary>
    DeclaredInterval,

    /// <summary>The median interval of the day's own samples: an estimate.</summary>
    LearntInterval,
}
