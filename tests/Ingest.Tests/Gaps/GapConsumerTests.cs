using K3Monitor.Ingest.Gaps;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Ingest.Tests.Gaps;

/// <summary>The ledger's consumer over a real journal.</summary>
public sealed class GapConsumerTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("k3-gaps-").FullName;
    private readonly FakeTimeProvider wall = new();
    private readonly FakeTimeProvider plant = new(Plant.Now.ToDateTimeOffset());
    private readonly Ledger ledger = new();
    private readonly FakeRegistry registry = new();
    private readonly IngestMeasures measures = new();
    private Journal.Journal journal = null!;

    public ValueTask InitializeAsync()
    {
        journal = K3Monitor.Ingest.Journal.Journal.Open(folder, new JournalOptions(), TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await journal.DisposeAsync();
        measures.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_written_before_a_kill_that_came_before_the_cursor_is_not_noted_twice()
    {
        journal.Register(GapConsumer.Name);
        ledger.FailsAfterItsCommit = true;
        await using (Running first = Start())
        {
            // One of them two years back is in no day of the ledger.
            wall.Advance(GapConsumer.WriteEvery);
            await SendAsync(Plant.Now, Plant.Now - TimeSpan.FromDays(3), Plant.Now - TimeSpan.FromDays(730));
            await ledger.Written.WaitAsync(TimeSpan.FromSeconds(60));
        }

        Assert.True(journal.Cursors.Single(c => c.Name == GapConsumer.Name).Position < journal.DurablePosition);
        Assert.Equal((2, 2), (ledger.Days, ledger.Arrived));

        ledger.FailsAfterItsCommit = false;
        await using (Running second = Start())
        {
            await SendAsync(Plant.Now);

            // Nothing comes any more: it is written by time alone.
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (ledger.Arrived < 3)
            {
                wall.Advance(GapConsumer.WriteEvery);
                await second.Consumer.WriteIfDueAsync(limit.Token);
                await Task.Yield();
            }
        }

        Assert.Equal((2, 3), (ledger.Days, ledger.Arrived));
    }

    private Running Start()
    {
        var tools = new ConsumerTools(journal, measures, new HealthBoard(), plant, new WallClock(wall));
        return new Running(new GapConsumer(tools, ledger, new GapMeasures(measures), NullLogger<GapConsumer>.Instance));
    }

    private async Task SendAsync(params Instant[] times)
    {
        string payload = "[" + string.Join(',', times.Select(t => $"{{\"ts\":{t.UnixMicroseconds / 1000},\"v\":{{\"h2s\":1}}}}")) + "]";
        await new MessageIntake(new JournalAppender(journal), measures)
            .Take(registry.Snapshot.Devices[Plant.Device], Plant.Topic("telemetry"), System.Text.Encoding.UTF8.GetBytes(payload), Plant.Now).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource stopping = new();
        private readonly Task task;

        public Running(GapConsumer consumer)
        {
            Consumer = consumer;
            task = consumer.RunAsync(stopping.Token);
        }

        public GapConsumer Consumer { get; }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Consumer.Dispose();
            stopping.Dispose();
        }
    }

    /// <summary>A ledger in memory with the rule of the real one: position and notes are one.</summary>
    private sealed class Ledger : IGapKeeping
    {
        private readonly Dictionary<ChannelDay, long> noted = [];
        private readonly TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long position;

        public bool FailsAfterItsCommit { get; set; }

        public Task Written => written.Task;

        public int Days => noted.Count;

        public long Arrived => noted.Values.Sum();

        public Task<long> BeginAsync(long journalEnd, CancellationToken cancellationToken) => Task.FromResult(position = Math.Min(position, journalEnd));

        public Task<TimeZoneInfo?> ZoneAsync(int siteId, CancellationToken cancellationToken) => Task.FromResult<TimeZoneInfo?>(TimeZoneInfo.Utc);

        public Task NoteAsync(IReadOnlyDictionary<ChannelDay, long> arrived, long to, CancellationToken cancellationToken)
        {
            if (to > position)
            {
                position = to;
                foreach ((ChannelDay day, long count) in arrived)
                    noted[day] = noted.GetValueOrDefault(day) + count;
            }

            written.TrySetResult();
            return FailsAfterItsCommit ? Task.FromException(new IOException("the answer of the commit was lost")) : Task.CompletedTask;
        }

        public Task<IReadOnlyList<DueDay>> DueAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DueDay>>([]);

        public Task CountAsync(DueDay due, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ForgetAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
