namespace K3Monitor.Inspection.Quarantine;

/// <summary>How much the quarantine keeps, and how much has left it.</summary>
public sealed class QuarantineOptions
{
    private long left;

    /// <summary>Messages kept at most; beyond it the oldest of the device with most of them leave. Default 10,000, at least 1.</summary>
    public int Most { get; init; } = 10_000;

    /// <summary>Messages that have left since the start because the bound was reached.</summary>
    public long Left => Interlocked.Read(ref left);

    internal void CountLeft(int count) => Interlocked.Add(ref left, count);
}
