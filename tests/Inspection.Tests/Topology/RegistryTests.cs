using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;

namespace K3Monitor.Inspection.Tests.Topology;

public sealed class RegistryTests : IAsyncLifetime
{
    private const string Site = "pt-baja-nusantara";
    private Plant plant = null!;

    private ITopologyRegistry Registry => plant.Get<ITopologyRegistry>();

    public async ValueTask InitializeAsync() => plant = await Plant.OpenAsync();

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task The_snapshot_has_each_point_ready_for_a_lane_and_each_channel_where_it_belongs()
    {
        TopologySnapshot snapshot = await Registry.GetAsync(CancellationToken.None);
        SiteTopology site = Assert.Single(snapshot.Sites);
        Assert.Equal(22, site.Points.Count);
        PointPlan h2s = site.Points.Single(p => p.PointId == plant.Point("tangki-1-h2s"));
        Assert.Equal((true, 100.0, TimeSpan.FromSeconds(1)), (h2s.Area.ConfinedSpace, h2s.RangeMax, h2s.ExpectedInterval));
        ChannelTopology channel = snapshot.Devices[Site + "/tk-gas-01"].Channels["h2s"];
        Assert.Equal((QuantityCatalogue.HydrogenSulfide, UnitCatalogue.PartsPerMillion), (channel.Quantity, channel.Unit));
        Assert.Equal(h2s.PointId, channel.PointAt(Some.Shift));
        Assert.Same(snapshot, await Registry.GetAsync(CancellationToken.None));
        plant.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Same(snapshot, await Registry.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_added_device_fills_what_nobody_set_and_what_makes_no_sense_is_refused_by_channel()
    {
        DeviceCredential? added = await plant.Get<IDevices>().AddAsync(Plant.Administrator, Site, "new-01", CancellationToken.None);
        Assert.NotNull(added);
        Assert.Null(await plant.Get<IDevices>().AddAsync(Plant.Administrator, Site, "new-01", CancellationToken.None));
        TopologySnapshot before = await Registry.GetAsync(CancellationToken.None);
        int id = before.Devices[Site + "/new-01"].DeviceId;
        var description = new DeviceDescription("M1", null, null,
        [
            Described("co", "gas.co", "ppm", 0, 500), Described("x", "gas.xenon", "ppm", 0, 1), Described("y", "gas.co", "furlong", 0, 1), Described("z", "gas.co", "ppm", 5, 1),
        ]);
        IReadOnlyList<string> refused = await Registry.DescribeAsync(id, description, Some.Shift, CancellationToken.None);
        Assert.Equal(["x: quantity 'gas.xenon' is not known", "y: unit 'furlong' is not known", "z: the range is upside down"], refused);
        TopologySnapshot after = await Registry.GetAsync(CancellationToken.None);
        Assert.True(after.Revision > before.Revision);
        Assert.Equal(500, after.Devices[Site + "/new-01"].Channels["co"].RangeMax);
    }

    [Fact]
    public async Task A_description_never_overrides_what_a_person_has_set()
    {
        int id = (await Registry.GetAsync(CancellationToken.None)).Devices[Site + "/tk-gas-01"].DeviceId;
        await Registry.DescribeAsync(id, new DeviceDescription("Other", null, null, [Described("h2s", "gas.co", "ppb", 1, 2)]), Some.Shift, CancellationToken.None);
        ChannelTopology channel = (await Registry.GetAsync(CancellationToken.None)).Devices[Site + "/tk-gas-01"].Channels["h2s"];
        Assert.Equal((QuantityCatalogue.HydrogenSulfide, UnitCatalogue.PartsPerMillion, 100.0), (channel.Quantity, channel.Unit, channel.RangeMax));
    }

    [Fact]
    public async Task A_change_by_another_process_is_seen_within_a_second()
    {
        TopologySnapshot before = await Registry.GetAsync(CancellationToken.None);
        plant.Sql("""UPDATE "Sites" SET "Slug" = 'renamed'; UPDATE "TopologyRevisions" SET "Revision" = "Revision" + 1""");
        plant.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("renamed", (await Registry.GetAsync(CancellationToken.None)).Sites[0].Slug);
        Assert.Equal(Site, before.Sites[0].Slug);
    }

    private static ChannelDescription Described(string name, string quantity, string unit, double min, double max) => new(name, quantity, unit, min, max, null, null, null, null);
}
