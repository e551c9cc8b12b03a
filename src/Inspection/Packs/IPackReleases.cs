using K3Monitor.Rules.Limits;

namespace K3Monitor.Inspection.Packs;

/// <summary>What came of a release.</summary>
/// <param name="People">How many different people have released the file by now.</param>
/// <param name="Fault">Why it was refused, in English; null on success.</param>
public sealed record PackReleaseOutcome(int People, string? Fault);

/// <summary>
/// Releases of rule packs. A limit counts as verified only when its file says who held it against the gazette and two
/// different people have released that very file.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
public interface IPackReleases
{
    /// <summary>A user releases a pack; a row of the record tells it. A second release by the same person is refused.</summary>
    /// <param name="userName">Name to sign in with, of an inspector or an administrator who is not shut out.</param>
    /// <param name="pack">The pack, as read from its file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<PackReleaseOutcome> ReleaseAsync(string userName, RulePack pack, CancellationToken cancellationToken);

    /// <summary>The packs with every claim of verification taken off that two people have not released.</summary>
    Task<IReadOnlyList<RulePack>> ApplyAsync(IReadOnlyList<RulePack> packs, CancellationToken cancellationToken);
}
