using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Inspection;
using K3Monitor.Inspection.Users;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Access;
using Microsoft.AspNetCore.Identity;

namespace K3Monitor.Dashboard.Tests.Security;

/// <summary>The accounts on the real relational store.</summary>
public sealed class IdentityAccountsTests : IAsyncLifetime
{
    private const string Password = "kuda besi jalan pelan";
    private readonly string folder = Directory.CreateTempSubdirectory("k3-accounts-").FullName;
    private ServiceProvider services = null!;

    public async ValueTask InitializeAsync()
    {
        ServiceCollection collection = new();
        collection.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IReadOnlyList<RulePack>>([]);
        collection.AddK3RelationalStore(folder).AddInspection().AddK3Dashboard(new DashboardOptions { DataDirectory = folder, WallClock = TimeProvider.System });
        services = collection.BuildServiceProvider();
        await services.MigrateK3RelationalStoreAsync(CancellationToken.None);
        UserChange made = await services.GetRequiredService<IUsers>().CreateAsync(
            Some.Administrator, new NewUser("siti", "Siti Rahayu", Role.Inspector, ["ID-KR"], null, Password), CancellationToken.None);
        Assert.Empty(made.Faults);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_right_password_opens_a_session_with_the_users_scope()
    {
        SignInAnswer answer = await On(a => a.CheckPasswordAsync("siti", Password, CancellationToken.None));
        AccessScope? scope = await On(a => a.ScopeAsync(answer.UserId!, answer.Stamp!, CancellationToken.None));

        Assert.Equal(SignInOutcome.Accepted, answer.Outcome);
        Assert.Equal((Role.Inspector, "Siti Rahayu", "ID-KR"), (scope!.Role, scope.DisplayName, Assert.Single(scope.Provinces)));
        Assert.Null(await On(a => a.ScopeAsync(answer.UserId!, "another stamp", CancellationToken.None)));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        List<SignInOutcome> outcomes = [];
        for (int i = 0; i < 5; i++)
            outcomes.Add((await On(a => a.CheckPasswordAsync("siti", "salah", CancellationToken.None))).Outcome);
        outcomes.Add((await On(a => a.CheckPasswordAsync("siti", Password, CancellationToken.None))).Outcome);

        Assert.Equal([.. Enumerable.Repeat(SignInOutcome.Refused, 4), SignInOutcome.LockedOut, SignInOutcome.LockedOut], outcomes);
        Assert.Equal(SignInOutcome.Refused, (await On(a => a.CheckPasswordAsync("nobody", Password, CancellationToken.None))).Outcome);
    }

    [Fact]
    public async Task Shutting_a_user_out_ends_his_session()
    {
        SignInAnswer answer = await On(a => a.CheckPasswordAsync("siti", Password, CancellationToken.None));
        await services.GetRequiredService<IUsers>().DisableAsync(Some.Administrator, "siti", CancellationToken.None);

        Assert.Null(await On(a => a.ScopeAsync(answer.UserId!, answer.Stamp!, CancellationToken.None)));
        Assert.Equal(SignInOutcome.Refused, (await On(a => a.CheckPasswordAsync("siti", Password, CancellationToken.None))).Outcome);
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_and_a_wrong_code_counts_towards_the_lock()
    {
        using (IServiceScope scope = services.CreateScope())
        {
            UserManager<K3User> users = scope.ServiceProvider.GetRequiredService<UserManager<K3User>>();
            K3User user = (await users.FindByNameAsync("siti"))!;
            await users.ResetAuthenticatorKeyAsync(user);
            await users.SetTwoFactorEnabledAsync(user, true);
        }

        SignInAnswer asked = await On(a => a.CheckPasswordAsync("siti", Password, CancellationToken.None));
        SignInAnswer wrong = await On(a => a.CheckCodeAsync(asked.UserId!, "not a code", CancellationToken.None));

        Assert.Equal((SignInOutcome.CodeNeeded, SignInOutcome.Refused), (asked.Outcome, wrong.Outcome));
        using IServiceScope after = services.CreateScope();
        UserManager<K3User> manager = after.ServiceProvider.GetRequiredService<UserManager<K3User>>();
        Assert.Equal(1, await manager.GetAccessFailedCountAsync((await manager.FindByNameAsync("siti"))!));
    }

    private async Task<T> On<T>(Func<IAccounts, Task<T>> ask)
    {
        using IServiceScope scope = services.CreateScope();
        return await ask(scope.ServiceProvider.GetRequiredService<IAccounts>());
    }
}
