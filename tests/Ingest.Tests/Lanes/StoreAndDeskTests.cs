using System.Collections;
using System.Reflection;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Records;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Live;

namespace K3Monitor.Ingest.Tests.Lanes;

/// <summary>The journal's consumers that keep things: store, desk, live pages.</summary>
public sealed class StoreAndDeskTests : IAsyncLifetime
{
    private readonly Pipeline pipeline = new();

    public async ValueTask InitializeAsync() => await pipeline.Start();

    public ValueTask DisposeAsync() => pipeline.DisposeAsync();

    [Fact]
    public async Task Samples_reach_the_store_and_accepted_minus_stored_returns_to_0()
    {
        for (int i = 0; i < 10; i++)
            await pipeline.Send(i, -i);
        await pipeline.Stored();
        Assert.Equal(10, pipeline.Store.All.Count);
        Assert.Equal((10L, 10L), (pipeline.Measures.Accepted, pipeline.Measures.Stored));
    }

    [Fact]
    public async Task The_cursor_moves_only_with_a_flush()
    {
        long before = pipeline.SavedBy(StoreConsumer.Name);
        await pipeline.Send(1);
        await pipeline.Stored();
        Assert.Equal(before, pipeline.SavedBy(StoreConsumer.Name));
        await pipeline.StoreConsumer.FlushAsync(CancellationToken.None);
        Assert.Equal(pipeline.Journal.DurablePosition, pipeline.SavedBy(StoreConsumer.Name));
    }

    [Fact]
    public async Task Killed_and_started_again_nothing_is_lost_and_nothing_is_there_twice()
    {
        await pipeline.Send(1, -3);
        await pipeline.Stored();
        await pipeline.StoreConsumer.FlushAsync(CancellationToken.None);
        await pipeline.Send(2, -2);
        await pipeline.Stored();
        await pipeline.Kill();
        Assert.Single(pipeline.Store.All);

        await pipeline.Start();
        await pipeline.Send(3, -1);
        await pipeline.Stored();
        Assert.Equal([1.0, 2.0, 3.0], pipeline.Store.All.Select(s => s.Sample.Value));
        Assert.Equal((1L, 1L), (pipeline.Measures.Accepted, pipeline.Measures.Stored));
    }

    [Fact]
    public async Task A_store_that_was_filled_from_another_journal_stops_the_start()
    {
        await using var other = new Pipeline();
        await other.Store.AppendAsync(Array.Empty<Measurements.ChannelSample>(), 1_000_000, CancellationToken.None);
        await other.Store.FlushAsync(CancellationToken.None);
        InvalidDataException fault = await Assert.ThrowsAsync<InvalidDataException>(() => other.Start());
        Assert.Contains("1000000", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_restored_from_a_copy_is_filled_again_from_the_journal()
    {
        await pipeline.Send(1, -3);
        await Kept();
        long copied = pipeline.Store.DurablePosition;
        await pipeline.Send(2, -2);
        await Kept();
        await pipeline.Kill();
        pipeline.Store.Restore(1, copied);

        await pipeline.Start();
        await pipeline.Send(3, -1);
        await pipeline.Stored();
        Assert.Equal([1.0, 2.0, 3.0], pipeline.Store.All.Select(s => s.Sample.Value));
    }

    [Fact]
    public async Task What_neither_the_store_nor_the_journal_holds_any_more_is_told()
    {
        await using var small = new Pipeline { Options = new JournalOptions { SegmentBytes = 4096 } };
        await small.Start();
        for (int i = 0; i < 200; i++)
            await small.Send(i % 5, -0.01 * (200 - i));
        await small.Stored();
        await small.StoreConsumer.FlushAsync(CancellationToken.None);
        small.SaveAll();
        long oldest = small.Journal.OldestPosition;
        Assert.True(oldest > 0);
        await small.Kill();
        small.Store.Restore(0, 0);

        await small.Start();
        await small.Stored();
        PartHealth store = small.Health.Parts.Single(p => p.Part == "store");
        Assert.Equal(PartCondition.Degraded, store.Condition);
        Assert.Contains(FormattableString.Invariant($"only what lies behind {oldest}"), store.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_remembered_who_gave_up_waiting_for_a_store_that_hangs()
    {
        for (int i = 0; i < 20; i++)
            Assert.False(await pipeline.StoreConsumer.HasAsync(long.MaxValue, TimeSpan.FromMilliseconds(1), CancellationToken.None));
        object? waiting = typeof(StoreConsumer).GetField("waiting", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(pipeline.StoreConsumer);
        Assert.Empty(Assert.IsAssignableFrom<IEnumerable>(waiting));
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_set_aside_and_its_neighbours_pass()
    {
        await pipeline.Send(1, -2);
        await pipeline.Journal.Append(RecordKind.Samples, [1, 0xFF]);
        await pipeline.Send(2, -1);
        await pipeline.Stored();
        Assert.Equal([1.0, 2.0], pipeline.Store.All.Select(s => s.Sample.Value));
        PartHealth store = pipeline.Health.Parts.Single(p => p.Part == "store");
        Assert.Equal(PartCondition.Degraded, store.Condition);
        Assert.Contains("was set aside", store.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_messages_reach_the_quarantine_whole_and_in_parts()
    {
        await pipeline.SendRaw("{\"v\":");
        await pipeline.SendRaw("{\"v\":{\"h2s\":\"x\",\"pm\":1}}");
        await pipeline.Quarantine.Count(3);
        Assert.Equal(["json.malformed", "value.invalid", "channel.unknown"], pipeline.Quarantine.Kept.Select(k => k.Reason));
        Assert.Equal([0, 0, 1], pipeline.Quarantine.Kept.Select(k => k.Ordinal));
        Assert.All(pipeline.Quarantine.Kept, k => Assert.Equal(("tangki", "gas-1"), (k.SiteSlug, k.DeviceKey)));
    }

    [Fact]
    public async Task Status_descriptions_and_last_seen_reach_the_registry_and_refused_channels_the_quarantine()
    {
        await pipeline.SendRaw("online", "status");
        await pipeline.SendRaw("{\"channels\":[{\"name\":\"h2s\",\"quantity\":\"nonsense\"}]}", "info");
        await pipeline.Send(1);
        await pipeline.Quarantine.Count(1);
        await pipeline.Registry.Until(r => r.Seen.ContainsKey(7));
        Assert.Equal((7, true), pipeline.Registry.Statuses.Single());
        Assert.Equal("h2s", pipeline.Registry.Described.Single().Description.Channels.Single().Name);
        Assert.Equal(("info.channel", Plant.Topic("info")), (pipeline.Quarantine.Kept[0].Reason, pipeline.Quarantine.Kept[0].Topic));
    }

    private async Task Kept()
    {
        await pipeline.Stored();
        await pipeline.StoreConsumer.FlushAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Live_pages_get_new_durable_samples_and_not_the_past()
    {
        await pipeline.Send(1, -1);
        await pipeline.Stored();
        await pipeline.Kill();
        await pipeline.Start();
        Assert.Null(pipeline.Live.Last(Plant.Point));

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using IAsyncEnumerator<LiveValue> values = pipeline.Live.SubscribeAsync(new HashSet<int> { Plant.Point }, deadline.Token).GetAsyncEnumerator(deadline.Token);
        ValueTask<bool> next = values.MoveNextAsync();
        await pipeline.Send(2);
        Assert.True(await next);
        Assert.Equal((Plant.Point, 2.0), (values.Current.PointId, values.Current.Sample.Value));
        Assert.Equal(1, pipeline.Measures.Accepted);
    }
}
