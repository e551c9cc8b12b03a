namespace K3Monitor.Measurements;

/// <summary>What the time of receipt says of a sample.</summary>
public static class SampleReceipt
{
    /// <summary>
    /// The latest instant at which a sample can have been measured: its own time, or receipt where that is earlier. By it the newest
    /// of several is found: one from a clock that runs a year ahead is not the newest for a year.
    /// </summary>
    public static Instant AtLatest(this Sample sample, Instant received) => Instant.Min(sample.Time, received);
}
