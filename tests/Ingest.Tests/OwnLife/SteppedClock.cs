namespace K3Monitor.Ingest.Tests.OwnLife;

/// <summary>A clock that runs only when the test says so, and can be set besides, as a clock on a wall can.</summary>
internal sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    private TimeSpan run;
    private TimeSpan set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start + run + set;

    public override long GetTimestamp() => run.Ticks;

    public void Run(TimeSpan time) => run += time;

    public void Set(TimeSpan by) => set += by;
}
