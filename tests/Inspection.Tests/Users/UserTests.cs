using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Inspection.Users;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.Users;

public sealed class UserTests : IAsyncLifetime
{
    private static readonly NewUser Sari = new("sari", "Sari", Role.Inspector, ["ID-KR"], null, "a long enough phrase");
    private Plant plant = null!;

    private IUsers Users => plant.Get<IUsers>();

    public async ValueTask InitializeAsync() => plant = await Plant.OpenAsync();

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task A_user_has_his_role_and_scope_and_a_row_of_the_record()
    {
        UserChange made = await Users.CreateAsync(Plant.Administrator, Sari, CancellationToken.None);
        Assert.Empty(made.Faults);
        AccessScope scope = (await Users.ScopeOfAsync(made.UserId!, CancellationToken.None))!;
        Assert.Equal(("Sari", Role.Inspector, "ID-KR"), (scope.DisplayName, scope.Role, Assert.Single(scope.Provinces)));
        await using K3Context context = plant.Context();
        Assert.Equal("user/" + made.UserId, (await context.Record.OrderBy(r => r.Sequence).LastAsync()).Subject);
        UserRow row = Assert.Single(await Users.ListAsync(Plant.Administrator, CancellationToken.None));
        Assert.Equal("sari", row.UserName);
        Assert.Empty(await Users.ListAsync(Plant.Inspector, CancellationToken.None));
    }

    [Fact]
    public async Task A_safety_officer_sees_his_company()
    {
        UserChange made = await Users.CreateAsync(Plant.Administrator, new NewUser("rina", "Rina", Role.SafetyOfficer, [], "baja-nusantara", "a long enough phrase"), CancellationToken.None);
        Assert.Equal(1, (await Users.ScopeOfAsync(made.UserId!, CancellationToken.None))!.CompanyId);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_and_nobody_is_made()
    {
        await Users.CreateAsync(Plant.Administrator, Sari, CancellationToken.None);
        Assert.Single((await Users.CreateAsync(Plant.Administrator, Sari, CancellationToken.None)).Faults);
        Assert.Single((await Users.CreateAsync(Plant.Administrator, Sari with { UserName = "x", Password = "short phras" }, CancellationToken.None)).Faults);
        Assert.Equal(2, (await Users.CreateAsync(Plant.Administrator, Sari with { UserName = "y", Provinces = ["Riau"], CompanySlug = "z" }, CancellationToken.None)).Faults.Count);
        Assert.Single((await Users.CreateAsync(Plant.Inspector, Sari with { UserName = "z" }, CancellationToken.None)).Faults);
        Assert.Single(await Users.ListAsync(Plant.Administrator, CancellationToken.None));
    }

    [Fact]
    public async Task A_disabled_user_has_no_scope_and_a_reset_changes_his_password()
    {
        UserChange made = await Users.CreateAsync(Plant.Administrator, Sari, CancellationToken.None);
        Assert.True((await Users.ResetAsync(Plant.Administrator, "sari", "another long phrase", CancellationToken.None)).Succeeded);
        Assert.False((await Users.ResetAsync(Plant.Administrator, "sari", "short", CancellationToken.None)).Succeeded);
        Assert.False((await Users.ResetAsync(Plant.Administrator, "nobody", "another long phrase", CancellationToken.None)).Succeeded);
        await using (K3Context context = plant.Context())
        {
            K3User user = await context.Users.SingleAsync();
            Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<K3User>().VerifyHashedPassword(user, user.PasswordHash!, "another long phrase"));
        }

        Assert.True((await Users.DisableAsync(Plant.Administrator, "sari", CancellationToken.None)).Succeeded);
        Assert.Null(await Users.ScopeOfAsync(made.UserId!, CancellationToken.None));
    }
}
