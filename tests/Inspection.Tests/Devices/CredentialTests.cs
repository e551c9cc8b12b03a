using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Records;

namespace K3Monitor.Inspection.Tests.Devices;

/// <summary>Passwords of devices: made, replaced with an overlap, revoked; and that each act is on record.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private const string Site = "pt-baja-nusantara";
    private Plant plant = null!;

    private IDevices Devices => plant.Get<IDevices>();

    private DeviceCredential Own => plant.Imported.Credentials[0];

    public async ValueTask InitializeAsync() => plant = await Plant.OpenAsync();

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task A_device_signs_in_with_its_own_password_only()
    {
        DeviceCredential others = plant.Imported.Credentials[1];
        for (int round = 0; round < 2; round++)
        {
            Assert.NotNull(await SignIn(Own.Password));
            Assert.Null(await SignIn(others.Password));
        }

        Assert.Null(await SignIn(Own.Password, Site + "/no-such-device"));
        Assert.Null(await SignIn(Own.Password, "nonsense"));
        Assert.Null(await SignIn(""));
        Assert.Null(await SignIn(new string('x', 100_000)));
    }

    [Fact]
    public async Task A_revoked_device_is_out_at_once_by_whatever_it_comes_and_a_new_password_lets_it_in_again()
    {
        DeviceProof byPassword = (await SignIn(Own.Password))!;
        DeviceProof byCertificate = (await plant.Get<IDeviceCredentials>().ByCertificateAsync(Own.UserName, CancellationToken.None))!;
        Assert.True(await Holds(byPassword) && await Holds(byCertificate));
        Assert.Equal(ActOutcome.Done, (await Devices.RevokeAsync(Plant.Administrator, Site, Own.DeviceKey, "stolen", CancellationToken.None)).Outcome);
        Assert.False(await Holds(byPassword) || await Holds(byCertificate));
        Assert.Null(await SignIn(Own.Password));
        Assert.Null(await plant.Get<IDeviceCredentials>().ByCertificateAsync(Own.UserName, CancellationToken.None));

        // An overlap never brings a revoked password back.
        DeviceAct renewed = await Devices.RotateAsync(Plant.Administrator, Site, Own.DeviceKey, TimeSpan.FromHours(24), "found again", CancellationToken.None);
        Assert.NotNull(await SignIn(renewed.Credential!.Password));
        Assert.Null(await SignIn(Own.Password));
        Assert.False(await Holds(byPassword));
    }

    [Fact]
    public async Task The_former_password_is_good_for_the_overlap_and_so_are_connections_made_with_it()
    {
        DeviceProof before = (await SignIn(Own.Password))!;
        DeviceAct first = await Devices.RotateAsync(Plant.Administrator, Site, Own.DeviceKey, TimeSpan.FromHours(24), "yearly", CancellationToken.None);
        Assert.Equal(Instant.Now(plant.Clock) + TimeSpan.FromHours(24), first.FormerGoodUntil);
        plant.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await SignIn(Own.Password));
        Assert.NotNull(await SignIn(first.Credential!.Password));
        Assert.True(await Holds(before));
        plant.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await SignIn(Own.Password));
        Assert.False(await Holds(before));
        Assert.NotNull(await SignIn(first.Credential.Password));

        DeviceProof second = (await SignIn(first.Credential.Password))!;
        DeviceAct atOnce = await Devices.RotateAsync(Plant.Administrator, Site, Own.DeviceKey, TimeSpan.Zero, "leaked", CancellationToken.None);
        Assert.Null(atOnce.FormerGoodUntil);
        Assert.Null(await SignIn(first.Credential.Password));
        Assert.False(await Holds(second));
    }

    [Fact]
    public async Task A_change_by_another_process_is_seen_within_a_second()
    {
        DeviceProof proof = (await SignIn(Own.Password))!;
        plant.Sql($"UPDATE \"Devices\" SET \"CredentialRevoked\" = 1 WHERE \"Key\" = '{Own.DeviceKey}'; UPDATE \"TopologyRevisions\" SET \"Revision\" = \"Revision\" + 1");
        plant.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await Holds(proof));
    }

    [Fact]
    public async Task Only_an_administrator_and_the_company_s_safety_officer_may_and_always_with_a_reason()
    {
        int company;
        using (K3Context context = plant.Context())
            company = context.Sites.Single(s => s.Slug == Site).CompanyId;
        var officer = new AccessScope("own", "Rina", Role.SafetyOfficer, [], company);
        Assert.Equal(ActOutcome.NotPermittedForRole, (await Revoke(Plant.Inspector, "x")).Outcome);
        Assert.Equal(ActOutcome.NotPermittedForRole, (await Revoke(Plant.Auditor, "x")).Outcome);
        Assert.Equal(ActOutcome.NotFound, (await Revoke(Plant.OtherCompany, "x")).Outcome);
        Assert.Equal(ActOutcome.NotFound, (await Revoke(Plant.OtherProvince, "x")).Outcome);
        Assert.Equal(ActOutcome.ReasonMissing, (await Revoke(officer, " ")).Outcome);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Devices.AddAsync(officer, Site, "new-02", CancellationToken.None));
        Assert.NotNull(await SignIn(Own.Password));

        Assert.Equal(ActOutcome.Done, (await Devices.RotateAsync(officer, Site, Own.DeviceKey, TimeSpan.FromHours(1), "battery", CancellationToken.None)).Outcome);
        Assert.Equal(ActOutcome.Done, (await Revoke(officer, " lost ")).Outcome);
        using K3Context after = plant.Context();
        RecordEntry[] written = [.. after.Record.Where(e => e.Kind == RecordKinds.DeviceCredentials || e.Kind == RecordKinds.DeviceRevoked).OrderBy(e => e.Sequence)];
        Assert.Equal([(RecordKinds.DeviceCredentials, "own", "battery"), (RecordKinds.DeviceRevoked, "own", "lost")], written.Select(e => (e.Kind, e.ActorId, e.Note)));
        Assert.DoesNotContain(written, e => e.Payload.Contains("pbkdf2", StringComparison.Ordinal));
        Assert.True((await plant.Get<IRecord>().VerifyAsync(CancellationToken.None)).IsWhole);
    }

    [Fact]
    public async Task Retained_messages_are_kept_replaced_and_cleared()
    {
        var store = plant.Get<IRetainedMessages>();
        int device = (await plant.Get<ITopologyRegistry>().GetAsync(CancellationToken.None)).Devices[Own.UserName].DeviceId;
        RetainedMessageRow Row(string topic, byte[] payload) => new(topic, device, payload, Some.Shift, Some.Shift + TimeSpan.FromHours(1));
        await store.KeepAsync([Row("a/status", [1]), Row("a/info", [2])], CancellationToken.None);
        await store.KeepAsync([Row("a/status", [3]), Row("a/info", []), Row("b/info", [])], CancellationToken.None);
        RetainedMessageRow only = Assert.Single(await store.LoadAsync(CancellationToken.None));
        Assert.Equal(("a/status", (byte)3, (Instant?)(Some.Shift + TimeSpan.FromHours(1))), (only.Topic, only.Payload.Span[0], only.Expires));
    }

    private Task<DeviceAct> Revoke(AccessScope by, string reason) => Devices.RevokeAsync(by, Site, Own.DeviceKey, reason, CancellationToken.None);

    private ValueTask<DeviceProof?> SignIn(string password, string? device = null) =>
        plant.Get<IDeviceCredentials>().ByPasswordAsync(device ?? Own.UserName, password, CancellationToken.None);

    private ValueTask<bool> Holds(DeviceProof proof) => plant.Get<IDeviceCredentials>().HoldsAsync(proof, CancellationToken.None);
}
