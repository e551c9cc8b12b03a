using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>A telemetry store that keeps roll-ups, and knows of what it keeps nothing else any more.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface IRolledTelemetry
{
    /// <summary>
    /// When samples of a channel were removed after they had been rolled up: whole UTC days. Reading there gives nothing, or only
    /// what came after the removal, and proves nothing.
    /// </summary>
    TimeRangeSet Removed(int channelId);

    /// <summary>The roll-ups of a channel whose windows begin within a range, in time order; days that were not rolled up yet have none.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">The store's server cannot be had.</exception>
    Task<IReadOnlyList<RollUp>> ReadRollUpsAsync(int channelId, TimeRange range, RollUpStep step, CancellationToken cancellationToken);
}

/// <summary>What of a channel and day may be removed by itself.</summary>
public enum TelemetryLayer
{
    /// <summary>The samples.</summary>
    Raw,

    /// <summary>Roll-ups of one minute.</summary>
    Minute,

    /// <summary>Roll-ups of fifteen minutes.</summary>
    QuarterHour,
}

/// <summary>A UTC day of which a store holds anything.</summary>
/// <param name="Day">The day.</param>
/// <param name="RolledUp">Whether its roll-ups are durable.</param>
/// <param name="IsStale">Whether samples came since they were made: they are to be made anew, and nothing of the day is removed before.</param>
public readonly record struct StoredDay(DateOnly Day, bool RolledUp, bool IsStale);

/// <summary>What a store holds of a channel and day.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Samples">Samples that are there; 0 when they were removed.</param>
/// <param name="RawBytes">Bytes on our disk for them; null when a server keeps them.</param>
/// <param name="RollUpBytes">Bytes on our disk for its roll-ups; null when a server keeps them.</param>
/// <param name="RolledUp">Whether its roll-ups are durable.</param>
/// <param name="RawRemoved">Whether samples were removed. Those that came for the day since then are kept.</param>
/// <param name="MinuteRemoved">Whether the roll-ups of one minute were removed.</param>
/// <param name="QuarterHourRemoved">Whether those of fifteen minutes were removed.</param>
public readonly record struct ChannelDay(
    int ChannelId, long Samples, long? RawBytes, long? RollUpBytes, bool RolledUp, bool RawRemoved, bool MinuteRemoved, bool QuarterHourRemoved)
{
    /// <summary>Whether a layer was removed.</summary>
    public bool IsRemoved(TelemetryLayer layer) => layer switch
    {
        TelemetryLayer.Raw => RawRemoved,
        TelemetryLayer.Minute => MinuteRemoved,
        _ => QuarterHourRemoved,
    };
}

/// <summary>Tells what a store holds, day by day. Looking changes nothing.</summary>
public interface IRetentionSurvey : IRolledTelemetry
{
    /// <summary>Why nothing can be removed from this store, in English; null when it can.</summary>
    string? RemovalRefusal { get; }

    /// <summary>Every day of which the store holds anything, in order.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">The store's server cannot be had.</exception>
    Task<IReadOnlyList<StoredDay>> DaysAsync(CancellationToken cancellationToken);

    /// <summary>What it holds of each channel on a day.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">The store's server cannot be had.</exception>
    Task<IReadOnlyList<ChannelDay>> ChannelsAsync(DateOnly day, CancellationToken cancellationToken);
}

/// <summary>A telemetry store that rolls up and removes by day. One writer.</summary>
public interface IRetainingTelemetry : IRetentionSurvey
{
    /// <summary>
    /// Makes the roll-ups of a day from its samples, durable when this returns. It may be repeated at any time: the outcome depends on
    /// the samples alone. What was made of samples that were removed since is kept as it is.
    /// </summary>
    /// <param name="day">A day that is over.</param>
    /// <param name="rules">How channels are rolled up; one that is not named gets counts, least and largest values, and no means.</param>
    /// <param name="cancellationToken">Ends the work; the day is then as before.</param>
    /// <exception cref="TelemetryStoreUnavailableException">The store's server cannot be had.</exception>
    Task RollUpAsync(DateOnly day, IReadOnlyDictionary<int, ChannelRule> rules, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a layer of channels on a day. Samples go only where their roll-ups are durable and nothing came since; what cannot go is
    /// left, and is not in the answer. A crash leaves either all of it or none, or a removal that the next call finishes.
    /// </summary>
    /// <returns>The channels of which it was removed.</returns>
    /// <exception cref="NotSupportedException"><see cref="IRetentionSurvey.RemovalRefusal"/> says why.</exception>
    /// <exception cref="TelemetryStoreUnavailableException">The store's server cannot be had.</exception>
    Task<ChannelSet> RemoveAsync(DateOnly day, TelemetryLayer layer, ChannelSet channels, CancellationToken cancellationToken);
}
