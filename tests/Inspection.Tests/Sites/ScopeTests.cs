using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Sites;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Tests.Sites;

public sealed class ScopeTests : IAsyncLifetime
{
    private static readonly TimeRange Hour = new(Some.Shift, Some.Shift + TimeSpan.FromHours(1));
    private Plant plant = null!;

    public static TheoryData<AccessScope> Outsiders { get; } =
    [
        Plant.OtherProvince, Plant.OtherCompany,
        new AccessScope("nobody", "No province", Role.Inspector, [], 1),
        new AccessScope("nowhere", "No company", Role.SafetyOfficer, ["ID-KR"], null),
        new AccessScope("unknown", "No such role", (Role)42, ["ID-KR"], 1),
    ];

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        await plant.Register.ApplyAsync([Some.Finding(plant.Point("tangki-1-h2s"))], [], CancellationToken.None);
        await plant.Get<IQuarantine>().KeepAsync([Message(1, "pt-baja-nusantara"), Message(2, null), Message(3, "unknown-site")], CancellationToken.None);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Theory]
    [MemberData(nameof(Outsiders))]
    public async Task An_outsider_sees_nothing_anywhere(AccessScope scope)
    {
        Page<IncidentRow> incidents = await plant.Incidents.ListAsync(scope, new IncidentFilter(), IncidentSort.Site, false, new PageRequest(), CancellationToken.None);
        Assert.Equal((0, 0), (incidents.Items.Count, incidents.Total));
        Assert.Null(await plant.Incidents.FindAsync(scope, 1, CancellationToken.None));
        Assert.Empty(await plant.Get<ISites>().ListAsync(scope, CancellationToken.None));
        Assert.Null(await plant.Get<ISites>().FindAsync(scope, 1, CancellationToken.None));
        Assert.Empty(await plant.Get<ISites>().DevicesAsync(scope, CancellationToken.None));
        int point = plant.Point("tangki-1-h2s");
        Assert.Null(await plant.Get<IEvidence>().ChartAsync(scope, point, Hour, 10, CancellationToken.None));
        await foreach (Sample _ in plant.Get<IEvidence>().SamplesAsync(scope, point, Hour, CancellationToken.None))
            Assert.Fail("a sample out of scope");
        Assert.Equal(0, (await plant.Get<IQuarantine>().ListAsync(scope, null, new PageRequest(), CancellationToken.None)).Total);
        Assert.Empty(await plant.Get<IQuarantine>().CountAsync(scope, CancellationToken.None));
    }

    [Fact]
    public async Task Those_in_scope_see_their_own_and_only_who_sees_all_sees_messages_of_no_known_site()
    {
        var officer = new AccessScope("officer", "Rina", Role.SafetyOfficer, [], 1);
        foreach (AccessScope scope in (AccessScope[])[Plant.Inspector, officer, Plant.Auditor, Plant.Administrator])
        {
            SiteRow site = Assert.Single(await plant.Get<ISites>().ListAsync(scope, CancellationToken.None));
            Assert.Equal((22, 1, 1), (site.Points, site.OpenIncidents, site.ActiveIncidents));
            Assert.Equal(7, (await plant.Get<ISites>().DevicesAsync(scope, CancellationToken.None)).Count);
            Assert.NotNull(await plant.Incidents.FindAsync(scope, 1, CancellationToken.None));
            Assert.Equal(scope.SeesAll ? 3 : 1, (await plant.Get<IQuarantine>().CountAsync(scope, CancellationToken.None))["json.malformed"]);
        }
    }

    [Fact]
    public async Task A_site_shows_its_areas_their_shifts_and_the_newest_sample_of_each_point()
    {
        var sample = new Sample(Some.Shift, 27.5);
        await plant.Telemetry.AppendAsync(new[] { new ChannelSample(plant.Channel("fd-heat-01", "wbgt"), sample, 1, Some.Shift + TimeSpan.FromSeconds(1)) }, 1, CancellationToken.None);
        SiteView view = (await plant.Get<ISites>().FindAsync(Plant.Inspector, 1, CancellationToken.None))!;
        Assert.Equal(["Area Tangki", "Bengkel Pres", "Pengecoran"], view.Areas.Select(a => a.Name));
        AreaView foundry = view.Areas[2];
        Assert.Equal((80.0, 16, "Pagi", TimeSpan.FromHours(8)), (foundry.WorkSharePercent, foundry.Workers, foundry.Shifts.Single().Name, foundry.Shifts.Single().Duration));
        PointView point = foundry.Points.Single(p => p.Name == "Tungku 1 — ISBB");
        Assert.Equal(("fd-heat-01", sample), (point.DeviceKey, point.LastSample));
        Assert.All(foundry.Points.Where(p => p.Id != point.Id), p => Assert.Null(p.LastSample));
    }

    private static QuarantinedMessage Message(long position, string? site) =>
        new(position, 0, Some.Shift, site, "tk-gas-01", $"k3/v1/{site}/tk-gas-01/telemetry", "{"u8.ToArray(), "json.malformed", "line 1");
}
