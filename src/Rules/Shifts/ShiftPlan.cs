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

    /// <summary>
    /// The exposure period that the instant belongs to; the instant always lies inside it. Where a later shift takes over
    /// from one that has not ended, what is left of that one afterwards is a period of its own.
    /// </summary>
    public ExposurePeriod PeriodAt(Instant instant)
    {
        DateOnly day = DayOf(instant);
        List<(Instant Start, Instant End, string Name)> occurring = [.. Occurring(day)];
        int covering = -1;
        for (int i = 0; i < occurring.Count; i++)
        {
            if (occurring[i].Start <= instant && instant < occurring[i].End && (covering < 0 || occurring[i].Start >= occurring[covering].Start))
                covering = i;
        }

        Instant from = covering < 0 ? StartOfDay(day) : occurring[covering].Start;
        Instant to = covering < 0 ? StartOfDay(day.AddDays(1)) : occurring[covering].End;
        for (int i = 0; i < occurring.Count; i++)
        {
            if (covering >= 0 && !TakesOver(occurring[i].Start, i, occurring[covering].Start, covering))
                continue;
            if (occurring[i].Start > instant)
                to = Instant.Min(to, occurring[i].Start);
            else if (occurring[i].End <= instant)
                from = Instant.Max(from, occurring[i].End);
        }

        return new ExposurePeriod(new TimeRange(from, to), covering < 0 ? null : occurring[covering].Name);
    }

    private static bool TakesOver(Instant start, int index, Instant coveringStart, int covering) =>
        start > coveringStart || (start == coveringStart && index > covering);

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
