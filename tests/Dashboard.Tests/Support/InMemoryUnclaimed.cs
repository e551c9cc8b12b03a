using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Store.Access;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>Unclaimed names in memory; each message holds one temperature.</summary>
internal sealed class InMemoryUnclaimed : IUnclaimed, IMessageReplay
{
    public List<UnclaimedDevice> All { get; } = [];

    public List<QuarantineRow> Messages { get; } = [];

    public List<Claim> Claimed { get; } = [];

    public Task<IReadOnlyList<UnclaimedDevice>> ListAsync(AccessScope scope, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<UnclaimedDevice>>(All);

    public Task<IReadOnlyList<QuarantineRow>> MessagesAsync(AccessScope scope, string source, string external, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantineRow>>(Messages);

    public Task<ClaimAnswer> ClaimAsync(AccessScope by, Claim claim, string reason, CancellationToken cancellationToken)
    {
        if (by.Role is not (Role.Administrator or Role.SafetyOfficer))
            return Task.FromResult(new ClaimAnswer(ClaimOutcome.NotPermittedForRole));
        Claimed.Add(claim);
        return Task.FromResult(new ClaimAnswer(ClaimOutcome.Done, Replayed: new ReplayDone(1, 2, 0)));
    }

    public Task<IReadOnlyList<IReadOnlyList<PreviewedValue>>> PreviewAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<PreviewedValue>>>([.. messages.Select(m => new[] { new PreviewedValue(m.External!, "Temperature", "23.2", true, "°C", m.Received, null) })]);

    public Task<ReplayDone> ReplayAsync(IReadOnlyList<QuarantinedMessage> messages, string external, CancellationToken cancellationToken) => throw new NotSupportedException();
}
