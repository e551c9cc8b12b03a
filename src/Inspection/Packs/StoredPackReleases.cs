using K3Monitor.Inspection.Record;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Access;
using K3Monitor.Store.Relational.Records;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Packs;

/// <summary>Releases as the relational store keeps them.</summary>
internal sealed class StoredPackReleases(IDbContextFactory<K3Context> contexts, RelationalWriter writer, TimeProvider time) : IPackReleases
{
    private const int PeopleNeeded = 2;

    /// <inheritdoc />
    public Task<PackReleaseOutcome> ReleaseAsync(string userName, RulePack pack, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userName);
        ArgumentNullException.ThrowIfNull(pack);
        return writer.WriteAsync((context, token) => ReleaseAsync(context, userName, pack, token), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<RulePack>> ApplyAsync(IReadOnlyList<RulePack> packs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packs);
        K3Context context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var applied = new List<RulePack>(packs.Count);
            foreach (RulePack pack in packs)
            {
                bool claims = pack.Limits.Any(l => l.Verification.IsVerified);
                applied.Add(claims && await Of(context, pack).CountAsync(cancellationToken).ConfigureAwait(false) < PeopleNeeded
                    ? pack with { Limits = [.. pack.Limits.Select(l => l with { Verification = new Verification() })] }
                    : pack);
            }

            return applied;
        }
    }

    private static IQueryable<PackRelease> Of(K3Context context, RulePack pack) =>
        context.PackReleases.Where(r => r.PackId == pack.Id && r.Edition == pack.Edition && r.Sha256 == pack.Sha256);

    private async Task<PackReleaseOutcome> ReleaseAsync(K3Context context, string userName, RulePack pack, CancellationToken cancellationToken)
    {
        int people = await Of(context, pack).CountAsync(cancellationToken).ConfigureAwait(false);
        string name = userName.ToUpperInvariant();
        K3User? user = await context.Users.FirstOrDefaultAsync(u => u.NormalizedUserName == name, cancellationToken).ConfigureAwait(false);
        if (user is null or { IsDisabled: true })
            return new PackReleaseOutcome(people, $"there is no user '{userName}' who may sign in");
        if (user.Role is not (Role.Administrator or Role.Inspector))
            return new PackReleaseOutcome(people, $"'{userName}' is neither an inspector nor an administrator");
        if (await Of(context, pack).AnyAsync(r => r.UserId == user.Id, cancellationToken).ConfigureAwait(false))
            return new PackReleaseOutcome(people, $"'{userName}' has released this file already; another person must");
        Instant now = Instant.Now(time);
        context.PackReleases.Add(new PackRelease { PackId = pack.Id, Edition = pack.Edition, Sha256 = pack.Sha256, UserId = user.Id, At = now });
        RecordPen pen = await RecordPen.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        pen.Write(
            now, RecordKinds.PackReleased, Subjects.Pack(pack.Id), new RecordActor(user.Id, user.DisplayName), $"{user.Role}: {user.DisplayName}", null,
            new { pack.Id, pack.Edition, pack.Sha256, People = people + 1 });
        return new PackReleaseOutcome(people + 1, null);
    }
}
