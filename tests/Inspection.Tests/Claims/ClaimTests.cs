using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.Claims;

/// <summary>Names of the field: arranged, unclaimed, claimed.</summary>
public sealed class ClaimTests : IAsyncLifetime
{
    private const string Site = "pt-baja-nusantara";
    private readonly RecordingReplay replay = new();
    private Plant plant = null!;
    private StoredUnclaimed unclaimed = null!;
    private AccessScope officer = null!;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        unclaimed = new StoredUnclaimed(plant.Get<IDbContextFactory<K3Context>>(), plant.Get<RelationalWriter>(), plant.Get<TopologyChanges>(), new ClaimWork(plant.Clock), [replay]);
        await using K3Context context = plant.Context();
        officer = new AccessScope("own", "Sinta", Role.SafetyOfficer, [], (await context.Sites.SingleAsync()).CompanyId);
        await plant.Get<IQuarantine>().KeepAsync(
            [Message(1, "room1/BME680"), Message(2, "room1/BME680"), Message(2, "room1/SHT3X", 1), Message(3, "other"), Message(4, "elsewhere") with { SiteSlug = null }], CancellationToken.None);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task Unclaimed_names_are_listed_within_the_scope_with_their_last_messages()
    {
        Assert.Equal(["other", "room1/SHT3X", "room1/BME680"], (await unclaimed.ListAsync(officer, CancellationToken.None)).Select(u => u.External));
        Assert.Empty(await unclaimed.ListAsync(Plant.OtherCompany, CancellationToken.None));
        Assert.Equal([1L, 2], (await unclaimed.MessagesAsync(officer, "pabrik", "room1", 10, CancellationToken.None)).Select(m => m.Message.JournalPosition));
        Assert.Empty(await unclaimed.MessagesAsync(Plant.OtherProvince, "pabrik", "room1", 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_claim_makes_the_device_its_name_and_channels_and_takes_the_messages_that_waited_each_once()
    {
        int point = plant.Point((await FreePointAsync()).Slug);
        string quantity = (await FreePointAsync()).QuantityId;
        Assert.True(QuantityCatalogue.TryFind(quantity, out Quantity? measured));
        var claim = new Claim("pabrik", "room1", Site, "papan-9", [new ClaimedChannel("BME680/X", "x", measured, measured.Canonical, point)], null);

        Assert.Equal(ClaimOutcome.NotPermittedForRole, (await unclaimed.ClaimAsync(Plant.Inspector, claim, "new", CancellationToken.None)).Outcome);
        Assert.Equal(ClaimOutcome.NotFound, (await unclaimed.ClaimAsync(Plant.OtherCompany, claim, "new", CancellationToken.None)).Outcome);
        ClaimAnswer done = await unclaimed.ClaimAsync(officer, claim, "new", CancellationToken.None);
        Assert.Equal((ClaimOutcome.Done, 2), (done.Outcome, done.Replayed!.Messages));
        Assert.Equal([1L, 2], replay.Taken.Select(m => m.JournalPosition));
        Assert.Equal(["other"], (await unclaimed.ListAsync(officer, CancellationToken.None)).Select(u => u.External));

        TopologySnapshot topology = await plant.Get<ITopologyRegistry>().GetAsync(CancellationToken.None);
        NamedDevice named = topology.Names.Find("pabrik", null, "tasmota", "room1/BME680");
        Assert.Equal(("papan-9", "BME680"), (named.Device!.Key, named.Rest));
        Assert.Equal(point, named.Device.External["BME680/X"].PointAt(Some.Shift));
        Assert.Null(topology.Names.Find("lain", null, "tasmota", "room1/BME680").Device);
        await using K3Context context = plant.Context();
        Assert.Equal(("own", "new"), await context.Record.Where(r => r.Kind == RecordKinds.DeviceClaimed).Select(r => new ValueTuple<string, string?>(r.ActorId, r.Note)).SingleAsync());
        Assert.Equal(ClaimOutcome.Refused, (await unclaimed.ClaimAsync(officer, claim with { DeviceKey = "papan-8" }, "again", CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task A_safety_officer_grants_topics_of_his_devices_and_none_that_reach_wider()
    {
        IFieldDevices field = plant.Get<IFieldDevices>();
        string key = (await DeviceAsync()).Key;
        var wanted = new FieldArrangement("tasmota", ["tele/room1/#"], [new FieldName("", "room1")]);
        Assert.Equal(ArrangeOutcome.NotPermittedForRole, await field.ArrangeAsync(Plant.Inspector, Site, key, wanted, "board", CancellationToken.None));
        Assert.Equal(ArrangeOutcome.Done, await field.ArrangeAsync(officer, Site, key, wanted, "board", CancellationToken.None));
        Assert.Equal(wanted.TopicFilters, (await field.FindAsync(officer, Site, key, CancellationToken.None))!.TopicFilters);
        DeviceTopology device = (await plant.Get<ITopologyRegistry>().GetAsync(CancellationToken.None)).Devices[$"{Site}/{key}"];
        Assert.Equal(("tasmota", "tele/room1/#"), (device.Format, device.TopicFilters.Single()));
        foreach (string wide in new[] { "#", "+/x", "k3/v1/other/#", "$SYS/#", "a/#/b", "/x" })
            Assert.Single(new FieldArrangement(null, [wide], []).Faults());

        async Task<Device> DeviceAsync()
        {
            await using K3Context context = plant.Context();
            return await context.Devices.OrderBy(d => d.Id).FirstAsync();
        }
    }

    private async Task<Store.Relational.Places.MeasurementPoint> FreePointAsync()
    {
        await using K3Context context = plant.Context();
        Store.Relational.Places.MeasurementPoint? free = await context.Points.Where(p => !context.Assignments.Any(a => a.PointId == p.Id)).FirstOrDefaultAsync();
        if (free is not null)
            return free;
        Store.Relational.Places.MeasurementPoint like = await context.Points.OrderBy(p => p.Id).FirstAsync();
        context.Points.Add(free = new Store.Relational.Places.MeasurementPoint { Slug = "cadangan", Name = "Cadangan", QuantityId = like.QuantityId, ExpectedIntervalMs = 1000, AreaId = like.AreaId });
        await context.SaveChangesAsync();
        return free;
    }

    private static QuarantinedMessage Message(long position, string external, int ordinal = 0) =>
        new(position, ordinal, Some.Shift, Site, null, "tele/room1/SENSOR", "{}"u8.ToArray(), "device.unclaimed", "nobody") { Source = "pabrik", External = external, Format = "tasmota" };

    private sealed class RecordingReplay : IMessageReplay
    {
        public List<QuarantinedMessage> Taken { get; } = [];

        public Task<IReadOnlyList<IReadOnlyList<PreviewedValue>>> PreviewAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<IReadOnlyList<PreviewedValue>>>([]);

        public Task<ReplayDone> ReplayAsync(IReadOnlyList<QuarantinedMessage> messages, string external, CancellationToken cancellationToken)
        {
            Taken.AddRange(messages);
            return Task.FromResult(new ReplayDone(messages.Count, 0, 0));
        }
    }
}
