using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Retention;

namespace K3Monitor.Inspection.Retention;

/// <summary>A run of retention as it is told.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Requested">When it was asked for, or begun by the schedule.</param>
/// <param name="ByName">Who asked.</param>
/// <param name="Ended">When it ended; null until then.</param>
/// <param name="RolledUpDays">Days that were rolled up.</param>
/// <param name="RemovedSamples">Samples that were removed.</param>
/// <param name="HeldChannelDays">Days of channels whose samples a hold kept.</param>
/// <param name="Detail">What there is to say, in English.</param>
public sealed record RetentionRunRow(
    int Id, RetentionRunState State, Instant Requested, string ByName, Instant? Ended, int RolledUpDays, long RemovedSamples, long HeldChannelDays, string Detail)
{
    /// <summary>Whether it has come to an end.</summary>
    public bool IsOver => State is RetentionRunState.Done or RetentionRunState.Refused or RetentionRunState.Failed;
}

/// <summary>All there is to say of retention at a moment.</summary>
/// <param name="At">The moment, by the plant's clock.</param>
/// <param name="Rules">The rules in force.</param>
/// <param name="Plan">What a run would do now.</param>
/// <param name="LastRuns">The newest runs, newest first.</param>
/// <param name="Disk">The disk under the data folder; null when it cannot be read.</param>
/// <param name="Forecast">When it will be full, and on what that stands.</param>
public sealed record RetentionStatus(
    Instant At, RetentionRules Rules, RetentionPlan Plan, IReadOnlyList<RetentionRunRow> LastRuns, DiskSpace? Disk, DiskForecast Forecast);

/// <summary>Shows what retention would do, and has it done. Looking changes nothing.</summary>
/// <remarks>Safe from any thread. For administrators alone: it concerns every site.</remarks>
public interface IRetention
{
    /// <summary>Looks at everything that is stored, day by day; a year of a large site takes some seconds.</summary>
    /// <exception cref="IOException">The samples cannot be read by this process, or at present.</exception>
    Task<RetentionStatus> StatusAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a plan that was shown to be applied. The process that keeps the store does it within seconds, and refuses when the plan
    /// has become another one.
    /// </summary>
    /// <returns>Number of the run; null when the caller is no administrator.</returns>
    Task<int?> RequestAsync(AccessScope scope, string planHash, CancellationToken cancellationToken);

    /// <summary>A run; null when there is none of that number.</summary>
    Task<RetentionRunRow?> RunAsync(int id, CancellationToken cancellationToken);
}
