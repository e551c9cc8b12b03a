using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Gaps;

/// <summary>Samples that arrived of a channel on a day.</summary>
/// <param name="SiteId">Key of the site.</param>
/// <param name="DeviceId">Key of the device.</param>
/// <param name="ChannelId">Key of the channel.</param>
/// <param name="Day">The day of the samples' own time, in the site's zone.</param>
public readonly record struct ChannelDay(int SiteId, int DeviceId, int ChannelId, DateOnly Day);

/// <summary>A day of a device that must be counted.</summary>
/// <param name="Id">Key of its row.</param>
/// <param name="WaitsFor">The telemetry store must have reached this journal position first; null when it need not.</param>
public readonly record struct DueDay(int Id, long? WaitsFor);

/// <summary>How the gap ledger treats time and space.</summary>
public sealed record GapOptions
{
    /// <summary>How often a day that still runs is counted anew. Default 15 minutes, of the plant's clock.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How many days are kept. Default 1,095.</summary>
    public int KeepDays { get; init; } = 1095;

    /// <summary>A day is closed this long after its end, so that batches under way are in it. Default 20 minutes.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMinutes(20);
}

/// <summary>
/// The writing side of the gap ledger. Nothing is lost and nothing counted twice, by two rules: which days were touched, and by how
/// many samples, is written in one transaction with the journal position up to which that is so; and a day is never counted on,
/// but always counted anew, whole, from the telemetry store.
/// </summary>
/// <remarks>For one process, the one that receives. <see cref="NoteAsync"/> and the counting may run at the same time.</remarks>
public interface IGapKeeping
{
    /// <summary>Samples with a time further back than this are not in the ledger.</summary>
    static readonly TimeSpan Reach = TimeSpan.FromDays(400);

    /// <summary>Samples with a time further ahead than this are not in the ledger.</summary>
    static readonly TimeSpan ReachAhead = TimeSpan.FromDays(1);

    /// <summary>The position behind what is noted; not behind the journal's end, which another journal may have passed.</summary>
    Task<long> BeginAsync(long journalEnd, CancellationToken cancellationToken);

    /// <summary>The zone of a site; null when there is no such site.</summary>
    Task<TimeZoneInfo?> ZoneAsync(int siteId, CancellationToken cancellationToken);

    /// <summary>Notes what arrived between the last position and this one. Called again with the same, it does nothing.</summary>
    Task NoteAsync(IReadOnlyDictionary<ChannelDay, long> arrived, long position, CancellationToken cancellationToken);

    /// <summary>Opens the days on which something should come, and finds those to be counted, at most 200, the longest waiting first.</summary>
    Task<IReadOnlyList<DueDay>> DueAsync(CancellationToken cancellationToken);

    /// <summary>Counts a day of a device anew, from what the telemetry store has.</summary>
    /// <exception cref="Store.Telemetry.TelemetryStoreUnavailableException">The store is away; the day stays due.</exception>
    Task CountAsync(DueDay due, CancellationToken cancellationToken);

    /// <summary>Lets go of days that are older than are kept.</summary>
    Task ForgetAsync(CancellationToken cancellationToken);
}
