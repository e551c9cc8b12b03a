namespace K3Monitor.Inspection.Retention.Planning;

/// <summary>How much of a disk is free.</summary>
/// <param name="FreeBytes">Free for this product.</param>
/// <param name="TotalBytes">Its size.</param>
public readonly record struct DiskSpace(long FreeBytes, long TotalBytes);

/// <summary>How full the disk was on a day.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Space">What was read.</param>
public readonly record struct DiskDay(DateOnly Day, DiskSpace Space);

/// <summary>When the disk will be full if it goes on filling as it did. Everything on the disk counts, also what is not ours.</summary>
/// <param name="Days">On how many days of readings it stands.</param>
/// <param name="BytesPerDay">By how much the free space shrank a day; null when that cannot be told.</param>
/// <param name="Full">The day on which nothing is left; null when that cannot be told, or the disk is not filling.</param>
public sealed record DiskForecast(int Days, double? BytesPerDay, DateOnly? Full)
{
    /// <summary>Fewer days of readings tell nothing.</summary>
    public const int FewestDays = 3;

    /// <summary>The newest days on which it stands at most: a site that grew lately shall not be told by its past year.</summary>
    public const int MostDays = 28;

    /// <summary>Nothing can be told.</summary>
    public static DiskForecast CannotTell(int days) => new(days, null, null);

    /// <summary>
    /// Fits a straight line to the free space by the slopes of all pairs of days, of which it takes the median (Theil 1950, Sen 1968): a
    /// day on which somebody copied a backup to the disk, or took one away, does not turn it.
    /// </summary>
    /// <param name="readings">Readings in any order, one a day.</param>
    public static DiskForecast From(IEnumerable<DiskDay> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        List<DiskDay> newest = [.. readings.OrderByDescending(r => r.Day).Take(MostDays).OrderBy(r => r.Day)];

        // A disk of another size is another disk.
        newest.RemoveAll(r => r.Space.TotalBytes != newest[^1].Space.TotalBytes);
        if (newest.Count < FewestDays)
            return CannotTell(newest.Count);
        double[] slopes = [.. newest.SelectMany((a, i) => newest.Skip(i + 1).Select(b => (a.Space.FreeBytes - b.Space.FreeBytes) / (double)(b.Day.DayNumber - a.Day.DayNumber))).Order()];
        double shrink = slopes.Length % 2 == 1 ? slopes[slopes.Length / 2] : (slopes[(slopes.Length / 2) - 1] + slopes[slopes.Length / 2]) / 2;
        if (shrink <= 0)
            return new DiskForecast(newest.Count, shrink, null);
        double days = newest[^1].Space.FreeBytes / shrink;
        return new DiskForecast(newest.Count, shrink, days > DateOnly.MaxValue.DayNumber - newest[^1].Day.DayNumber ? null : newest[^1].Day.AddDays((int)days));
    }
}
