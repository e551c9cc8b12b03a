namespace K3Monitor.Store.Relational.Gaps;

/// <summary>How far the gap ledger has followed the journal; one row, written in one transaction with what was noted up to there.</summary>
public sealed class GapProgress
{
    /// <summary>Key of the one row.</summary>
    public const int OnlyRow = 1;

    /// <summary>Always <see cref="OnlyRow"/>.</summary>
    public int Id { get; set; } = OnlyRow;

    /// <summary>Everything before this journal position is noted, and will not be again.</summary>
    public long Position { get; set; }
}
