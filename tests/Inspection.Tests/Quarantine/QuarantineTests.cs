using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.Quarantine;

public sealed class QuarantineTests : IAsyncLifetime
{
    private readonly QuarantineOptions options = new() { Most = 10 };
    private Plant plant = null!;
    private StoredQuarantine quarantine = null!;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        quarantine = new StoredQuarantine(plant.Get<IDbContextFactory<K3Context>>(), plant.Get<RelationalWriter>(), options);
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Fact]
    public async Task A_message_that_comes_again_is_kept_once()
    {
        await quarantine.KeepAsync([Message(1), Message(1), Message(1, ordinal: 1)], CancellationToken.None);
        await quarantine.KeepAsync([Message(1)], CancellationToken.None);
        Assert.Equal(2, (await ListAsync(new PageRequest())).Total);
    }

    [Fact]
    public async Task Beyond_the_bound_the_oldest_leave_and_are_counted()
    {
        for (int i = 0; i < 25; i++)
            await quarantine.KeepAsync([Message(i)], CancellationToken.None);
        Page<QuarantineRow> page = await ListAsync(new PageRequest(50));
        Assert.Equal(Enumerable.Range(15, 10).Reverse().Select(i => (long)i), page.Items.Select(r => r.Message.JournalPosition));
        Assert.Equal(15, options.Left);
    }

    [Fact]
    public async Task One_device_cannot_push_out_the_messages_of_others()
    {
        await quarantine.KeepAsync([Message(0) with { DeviceKey = "tk-gas-02" }, Message(1) with { SiteSlug = null, DeviceKey = null }], CancellationToken.None);
        await quarantine.KeepAsync([.. Enumerable.Range(2, 30).Select(i => Message(i))], CancellationToken.None);
        Assert.Equal([31L, 30, 29, 28, 27, 26, 25, 24, 1, 0], (await ListAsync(new PageRequest(50))).Items.Select(r => r.Message.JournalPosition));
        Assert.Equal(22, options.Left);
    }

    [Fact]
    public async Task A_large_payload_is_cut_and_a_page_goes_on_behind_its_cursor()
    {
        await quarantine.KeepAsync([.. Enumerable.Range(0, 5).Select(i => Message(i) with { Payload = new byte[100_000] })], CancellationToken.None);
        Page<QuarantineRow> first = await ListAsync(new PageRequest(3));
        Assert.Equal(64 * 1024, first.Items[0].Message.Payload.Length);
        Page<QuarantineRow> second = await ListAsync(new PageRequest(3, Cursor: first.NextCursor));
        Assert.Equal([4L, 3, 2, 1, 0], first.Items.Concat(second.Items).Select(r => r.Message.JournalPosition));
        Assert.Null(second.NextCursor);
        await Assert.ThrowsAsync<FormatException>(() => ListAsync(new PageRequest(3, Cursor: "!!")));
    }

    private Task<Page<QuarantineRow>> ListAsync(PageRequest page) => quarantine.ListAsync(Plant.Administrator, "json.malformed", page, CancellationToken.None);

    private static QuarantinedMessage Message(long position, int ordinal = 0) =>
        new(position, ordinal, Some.Shift, "pt-baja-nusantara", "tk-gas-01", "k3/v1/a/b/telemetry", "{"u8.ToArray(), "json.malformed", "line 1");
}
