using K3Monitor.Inspection.Packs;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Inspection.Users;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.Packs;

public sealed class PackReleaseTests : IAsyncLifetime
{
    private Plant plant = null!;

    private IPackReleases Releases => plant.Get<IPackReleases>();

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        foreach ((string name, Role role) in new[] { ("sari", Role.Inspector), ("budi", Role.Administrator), ("tono", Role.Auditor) })
        {
            string[] provinces = role == Role.Inspector ? ["ID-KR"] : [];
            Assert.Empty((await plant.Get<IUsers>().CreateAsync(Plant.Administrator, new NewUser(name, name, role, provinces, null, "a long enough phrase"), CancellationToken.None)).Faults);
        }
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task A_limit_counts_as_verified_only_after_two_different_people_released_its_very_file()
    {
        RulePack pack = Verified();
        Assert.False(await CountsAsync(pack));
        Assert.Equal(new PackReleaseOutcome(1, null), await Releases.ReleaseAsync("sari", pack, CancellationToken.None));
        PackReleaseOutcome again = await Releases.ReleaseAsync("sari", pack, CancellationToken.None);
        Assert.Equal((1, true), (again.People, again.Fault!.Contains("already", StringComparison.Ordinal)));
        Assert.NotNull((await Releases.ReleaseAsync("tono", pack, CancellationToken.None)).Fault);
        Assert.NotNull((await Releases.ReleaseAsync("nobody", pack, CancellationToken.None)).Fault);
        Assert.False(await CountsAsync(pack));
        Assert.Equal(new PackReleaseOutcome(2, null), await Releases.ReleaseAsync("budi", pack, CancellationToken.None));
        Assert.True(await CountsAsync(pack));
        Assert.False(await CountsAsync(pack with { Sha256 = new string('1', 64) }));
        await using K3Context context = plant.Context();
        Assert.Equal(2, await context.Record.CountAsync(r => r.Kind == "pack.released" && r.Subject == "pack/" + pack.Id));
    }

    private static RulePack Verified()
    {
        Limit limit = Some.Ceiling() with { Verification = new Verification("A. Pengawas", new DateOnly(2026, 1, 2), "BN 2018/567") };
        return new RulePack("test.pack", "1", new LocalText("uji", "test"), "Test 1/2026", "ID", new DateOnly(2020, 1, 1), null, [limit], new string('0', 64), "test.yaml");
    }

    private async Task<bool> CountsAsync(RulePack pack) =>
        (await Releases.ApplyAsync([pack], CancellationToken.None)).Single().Limits.Single().Verification.IsVerified;
}
