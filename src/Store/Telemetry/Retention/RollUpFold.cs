using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>
/// Folds the samples of one channel and UTC day into the windows of both steps, in one pass. Give it the samples in time order, from
/// the longest hold before the day on.
/// </summary>
/// <remarks>Not thread-safe; one for each channel and day.</remarks>
public sealed class RollUpFold
{
    private readonly ChannelRule rule;
    private readonly TimeRange day;
    private readonly RollUpWindows minutes;
    private readonly RollUpWindows quarters;
    private Sample standing;
    private long standsUntil;
    private bool stands;
    private bool any;

    /// <summary>Begins a day.</summary>
    /// <param name="rule">How the channel is rolled up.</param>
    /// <param name="day">The day.</param>
    public RollUpFold(ChannelRule rule, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(rule);
        this.rule = rule;
        this.day = UtcDay.Range(day);
        minutes = new RollUpWindows(this.day, RollUpStep.Minute, rule.IsLevel);
        quarters = new RollUpWindows(this.day, RollUpStep.QuarterHour, rule.IsLevel);
    }

    /// <summary>Takes the next sample.</summary>
    /// <exception cref="ArgumentException">It is earlier than the one before.</exception>
    public void Add(in Sample sample)
    {
        if (any && sample.Time < standing.Time)
            throw new ArgumentException($"{sample.Time} comes after {standing.Time}", nameof(sample));
        if (day.Contains(sample.Time))
        {
            minutes.Count(sample);
            quarters.Count(sample);
        }

        if (any && sample.Time == standing.Time)
        {
            // Of one instant the highest value that counts stands.
            if (!sample.Flags.Counts() || (stands && sample.Value <= standing.Value))
                return;
        }
        else
        {
            Spread(sample.Time.UnixMicroseconds);
        }

        (standing, any, stands) = (sample, true, sample.Flags.Counts());
        standsUntil = sample.Time.UnixMicroseconds + rule.HoldAt(sample.Time);
    }

    /// <summary>Ends the day.</summary>
    /// <returns>Every window in which a sample lies or for some time of which one stands, in time order.</returns>
    public IEnumerable<RollUp> End(RollUpStep step)
    {
        if (any)
            Spread(day.End.UnixMicroseconds);
        stands = false;
        return (step == RollUpStep.Minute ? minutes : quarters).Filled();
    }

    private void Spread(long until)
    {
        if (!stands)
            return;
        long from = Math.Max(standing.Time.UnixMicroseconds, day.Start.UnixMicroseconds);
        long to = Math.Min(Math.Min(until, standsUntil), day.End.UnixMicroseconds);
        if (to <= from)
            return;
        minutes.Spread(standing.Value, from, to);
        quarters.Spread(standing.Value, from, to);
    }
}
