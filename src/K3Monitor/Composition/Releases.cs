using K3Monitor.App.Configuration;
using K3Monitor.Inspection.Packs;
using K3Monitor.Rules.Limits;

namespace K3Monitor.App.Composition;

/// <summary>Lets packs claim to be verified only where two people have released them, before anything is judged by them.</summary>
internal static class Releases
{
    /// <summary>The packs as they may be used; the database is opened only where a pack claims anything.</summary>
    public static async Task<IReadOnlyList<RulePack>> ApplyAsync(Settings settings, IReadOnlyList<RulePack> packs)
    {
        if (!packs.SelectMany(p => p.Limits).Any(l => l.Verification.IsVerified))
            return packs;
        IReadOnlyList<RulePack> applied = packs;
        await Workbench.RunAsync(settings, async services =>
        {
            applied = await services.GetRequiredService<IPackReleases>().ApplyAsync(packs, CancellationToken.None).ConfigureAwait(false);
            return 0;
        }).ConfigureAwait(false);
        return applied;
    }
}
