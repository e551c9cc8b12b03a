using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Retention;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>Retention in memory: one day would go, one is held.</summary>
internal sealed class InMemoryRetention : IRetention, ILegalHolds
{
    public List<string> Asked { get; } = [];

    public RetentionPlan Plan { get; } = new(
        [new DateOnly(2026, 11, 24)],
        [new PlannedRemoval(new DateOnly(2026, 8, 1), TelemetryLayer.Raw, "gas.h2s", ChannelSet.Of([1, 2]), 1234, 5_000_000)],
        [new PlannedKeeping(new DateOnly(2026, 8, 2), TelemetryLayer.Raw, "gas.h2s", ChannelSet.Of([1]), KeptReason.Incident, "INC-2026-00001")],
        [new QuantityHolding("gas.h2s", new RetentionRule(90, 365, 0), 99_999, 12_345_678, new DateOnly(2026, 8, 1))]);

    public Task<RetentionStatus> StatusAsync(CancellationToken cancellationToken) => Task.FromResult(new RetentionStatus(
        Some.Morning, RetentionRules.KeepAll with { Default = new RetentionRule(90, 365, 0) }, Plan,
        [.. Asked.Select((a, i) => Row(i + 1))], new DiskSpace(10L << 30, 100L << 30), DiskForecast.CannotTell(1)));

    public Task<int?> RequestAsync(AccessScope scope, string planHash, CancellationToken cancellationToken)
    {
        if (scope.Role != Role.Administrator)
            return Task.FromResult<int?>(null);
        Asked.Add(planHash);
        return Task.FromResult<int?>(Asked.Count);
    }

    public Task<RetentionRunRow?> RunAsync(int id, CancellationToken cancellationToken) => Task.FromResult(id <= Asked.Count ? Row(id) : null);

    public Task<IReadOnlyList<HoldRow>> ListAsync(AccessScope scope, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<HoldRow>>([]);

    public Task<HoldPlaced> PlaceAsync(AccessScope scope, int pointId, TimeRange range, string reason, CancellationToken cancellationToken) =>
        Task.FromResult(string.IsNullOrWhiteSpace(reason) ? new HoldPlaced(ActOutcome.ReasonMissing) : new HoldPlaced(ActOutcome.Done, 7));

    public Task<ActOutcome> LiftAsync(AccessScope scope, int id, string reason, CancellationToken cancellationToken) => Task.FromResult(ActOutcome.NotFound);

    public Task<ActOutcome> ReleaseAsync(AccessScope scope, int incidentId, string reason, CancellationToken cancellationToken) => Task.FromResult(ActOutcome.NotPermittedInState);

    private static RetentionRunRow Row(int id) => new(id, RetentionRunState.Requested, Some.Morning, "Admin", null, 0, 0, 0, "");
}
