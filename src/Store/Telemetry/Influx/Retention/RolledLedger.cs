using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Influx.Retention;

/// <summary>The file beside the server, and how often each day was touched while this process runs.</summary>
/// <remarks>Safe from any thread. What it says is on disk before it returns.</remarks>
internal sealed class RolledLedger
{
    private readonly string directory;
    private readonly Lock gate = new();
    private readonly Dictionary<DateOnly, int> touched = [];
    private RolledFile file;
    private RemovedDays removed = new([]);
    private Instant end = Instant.MinValue;

    public RolledLedger(string directory)
    {
        this.directory = directory;
        file = RolledFile.Load(directory);
        Know();
    }

    public RolledFile File
    {
        get
        {
            lock (gate)
                return file;
        }
    }

    /// <summary>Whether a removal was begun, and is not known to have ended.</summary>
    public bool HasLeaving { get; private set; }

    public TimeRangeSet Removed(int channel) => Volatile.Read(ref removed).Of(channel);

    /// <summary>
    /// Samples are about to be written: days among them that were rolled up become stale, durably, and the days after them, into
    /// which they may stand.
    /// </summary>
    public void Touch(ReadOnlySpan<ChannelSample> samples)
    {
        lock (gate)
        {
            HashSet<DateOnly>? days = null;
            foreach (ref readonly ChannelSample sample in samples)
            {
                // Nearly every sample is newer than all that was rolled up.
                if (sample.Sample.Time < end && UtcDay.Of(sample.Sample.Time) is var day)
                    (days ??= []).UnionWith([day, day.AddDays(1)]);
            }

            RolledFile next = file;
            foreach (DateOnly day in days ?? [])
            {
                touched[day] = touched.GetValueOrDefault(day) + 1;
                if (next.Find(day) is { IsStale: false } entry)
                    next = next.With(entry with { IsStale = true });
            }

            Become(next);
        }
    }

    /// <summary>How often a day was touched; the same number again says that nothing came in between.</summary>
    public int Touched(DateOnly day)
    {
        lock (gate)
        {
            // From now on samples of this day are looked for.
            end = Instant.Max(end, UtcDay.Range(day).End);
            return touched.GetValueOrDefault(day);
        }
    }

    /// <summary>Changes a day's entry.</summary>
    public void Change(DateOnly day, Func<RolledDay, RolledDay> change)
    {
        lock (gate)
            Become(file.With(change(file.Find(day) ?? new RolledDay(UtcDay.Name(day)))));
    }

    private void Become(RolledFile next)
    {
        if (ReferenceEquals(next, file))
            return;
        next.Save(directory);
        file = next;
        Know();
    }

    private void Know()
    {
        Volatile.Write(ref removed, new RemovedDays(file.Days.Select(d => (
            UtcDay.Parse(d.Day),
            d.Leaving is { Layer: TelemetryLayer.Raw } leaving ? d.Gone(TelemetryLayer.Raw).With(ChannelSet.Parse(leaving.Channels).Channels) : d.Gone(TelemetryLayer.Raw)))));
        HasLeaving = file.Days.Any(d => d.Leaving is not null);
        if (file.Days.Count > 0)
            end = Instant.Max(end, UtcDay.Range(UtcDay.Parse(file.Days[^1].Day)).End);
    }
}
