namespace K3Monitor.FirmwareSim.Running;

/// <summary>
/// A clock that starts at a chosen instant and runs faster or slower than the clock under it; its timers and its time
/// stamps run at the same rate. At 60 a minute passes in a second.
/// </summary>
/// <remarks>
/// Safe for several threads. Timers under it count whole milliseconds, so a scaled time is rounded up to one: a timer
/// never fires before its moment of this clock, and a periodic timer fires at most once a real millisecond.
/// </remarks>
public sealed class AcceleratedTimeProvider : TimeProvider
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private readonly DateTimeOffset _origin;
    private readonly double _factor;
    private readonly TimeProvider _under;
    private readonly long _began;

    /// <summary>Starts the clock now.</summary>
    /// <param name="origin">What it shows now.</param>
    /// <param name="factor">Seconds of this clock in a second of the clock under it; above 0, at most 100,000.</param>
    /// <param name="under">The clock under it; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range or not a number.</exception>
    public AcceleratedTimeProvider(DateTimeOffset origin, double factor, TimeProvider? under = null)
    {
        if (!(factor is > 0 and <= 100_000))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Must be above 0 and at most 100,000.");
        }

        (_origin, _factor, _under) = (origin, factor, under ?? System);
        _began = _under.GetTimestamp();
    }

    /// <summary>Seconds of this clock in a second of the clock under it.</summary>
    public double Factor => _factor;

    /// <inheritdoc/>
    public override long TimestampFrequency => _under.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _under.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _origin.ToUniversalTime() + (_under.GetElapsedTime(_began) * _factor);

    /// <summary>Ticks of this clock since it was started.</summary>
    public override long GetTimestamp() => (long)((_under.GetTimestamp() - _began) * _factor);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(_under.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan time)
    {
        if (time == Timeout.InfiniteTimeSpan || time <= TimeSpan.Zero)
        {
            return time;
        }

        return Math.Ceiling(time / Tick / _factor) * Tick;
    }

    private sealed class ScaledTimer(ITimer real, AcceleratedTimeProvider clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => real.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => real.Dispose();

        public ValueTask DisposeAsync() => real.DisposeAsync();
    }
}
