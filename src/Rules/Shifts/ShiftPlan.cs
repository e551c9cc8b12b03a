using K3Monitor.Measurements;

namespace K3Monitor.Rules.Shifts;

/// <summary>One shift of an area, in the site's local time.</summary>
/// <param name="Name">Name on pages.</param>
/// <param name="Start">Local start.</param>
/// <param name="Duration">Length, above zero and at most 24 h; it may cross midnight.</param>
/// <param name="Days">Days on which it starts; empty for every day.</param>
public sealed record Shift(string Name, TimeOnly Start, TimeSpan Duration, IReadOnlyList<DayOfWeek> Days);

/// <summary>
/// The shifts of an area in its zone. Lays out which exposure period an instant belongs to: the shift that covers it,
/// or the time between shifts, cut at local midnight. Without any shift the local day is the period, and is treated as
/// a shift of unknown length: single readings and short-term means are judged, shift averages are not.
/// </summary>
/// <remarks>Immutable, safe to share between threads. Durations come from UTC instants, so a zone change never makes one negative.</remarks>
public sealed class ShiftPlan
{
    private readonly TimeZoneInfo zone;

    /// <summary>Makes a plan.</summary>
    /// <param name="zone">The site's zone.</param>
    /// <param name="shifts">The shifts; where two overlap, the one that starts later takes over.</param>
    /// <exception cref="ArgumentException">A shift is not longer than zero or longer than a day.</exception>
    public ShiftPlan(TimeZoneInfo zone, IReadOnlyList<Shift> shifts)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(shifts);
        foreach (Shift shift in shifts)
        {
            if (shift.Duration <= TimeSpan.Zero || shift.Duration > TimeSpan.FromDays(1))
                throw new ArgumentException($"shift '{shift.Name}' must last longer than 0 and at most 24 h", nameof(shifts));
        }

        this.zone = zone;
        Shifts = shifts;
    }

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The shifts, as given.</summary>
    public IReadOnlyList<Shift> Shifts { get; }

    /// <summary>The local day of an instant.</summary>
    public DateOnly DayOf(Instant instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant.ToDateTimeOffset(), zone).DateTime);

    /// <summary>The exposure period that the instant belongs to.</summary>
    public ExposurePeriod PeriodAt(Instant instant)
    {
        DateOnly day = DayOf(instant);
        Instant from = StartOfDay(day);
        Instant to = StartOfDay(day.AddDays(1));
        ExposurePeriod? covering = null;
        foreach ((Instant start, Instant end, string name) in Occurring(day))
        {
            if (start <= instant && instant < end && (covering is not { } c || start >= c.Range.Start))
                covering = new ExposurePeriod(new TimeRange(start, end), name);
            else if (start > instant)
                to = Instant.Min(to, start);
            else if (end <= instant)
                from = Instant.Max(from, end);
        }

        if (covering is not { } shift)
            return new ExposurePeriod(new TimeRange(from, to), null);
        foreach ((Instant start, _, _) in Occurring(day))
        {
            if (start > shift.Range.Start && start < shift.Range.End)
                shift = shift with { Range = shift.Range with { End = start } };
        }

        return shift;
    }

    private IEnumerable<(Instant Start, Instant End, string Name)> Occurring(DateOnly day)
    {
        for (int offset = -1; offset <= 1; offset++)
        {
            DateOnly on = day.AddDays(offset);
            foreach (Shift shift in Shifts)
            {
                if (shift.Days.Count > 0 && !shift.Days.Contains(on.DayOfWeek))
                    continue;
                Instant start = At(on, shift.Start);
                yield return (start, start + shift.Duration, shift.Name);
            }
        }
    }

    private Instant StartOfDay(DateOnly day) => At(day, TimeOnly.MinValue);

    private Instant At(DateOnly day, TimeOnly time)
    {
        DateTime local = day.ToDateTime(time, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        return Instant.FromDateTimeOffset(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }
}
