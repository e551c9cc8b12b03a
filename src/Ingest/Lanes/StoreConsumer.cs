using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Records;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Lanes;

/// <summary>When fresh samples are written into files.</summary>
/// <param name="Every">At least this often.</param>
/// <param name="Samples">And whenever so many have gathered.</param>
public sealed record FlushPolicy(TimeSpan Every, long Samples)
{
    /// <summary>Every 5 minutes or 2 million samples.</summary>
    public static FlushPolicy Default { get; } = new(TimeSpan.FromMinutes(5), 2_000_000);
}

/// <summary>Carries samples from the journal to the telemetry store, and moves its cursor as the store becomes durable.</summary>
internal sealed class StoreConsumer(ConsumerTools tools, ITelemetryStore store, FlushPolicy policy, ILogger<StoreConsumer> logger)
    : JournalConsumer(Name, tools, logger)
{
    public const string Name = "store";

    private readonly Lock gate = new();
    private readonly List<(long Position, TaskCompletionSource Reached)> waiting = [];
    private readonly List<ChannelSample> samples = [];
    private long appended = -1;
    private long sinceFlush;
    private long flushedAt = TimeProvider.System.GetTimestamp();

    protected override string Part => "store";

    /// <summary>Ends when everything before the position can be read from the store.</summary>
    public Task WaitForAsync(long position, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (appended >= position)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((position, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What the store kept in files before it was opened needs no second reading.</summary>
    public void Begin() => Reached(Math.Max(store.DurablePosition, Tools.Journal.Register(Name)));

    /// <summary>Writes what is fresh into files; for a quiet end.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await store.FlushAsync(cancellationToken).ConfigureAwait(false);
        Save(Math.Min(store.DurablePosition, Tools.Journal.DurablePosition));
        sinceFlush = 0;
        flushedAt = TimeProvider.System.GetTimestamp();
    }

    protected override async Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        samples.Clear();
        foreach (JournalRecord record in batch.Records)
        {
            if (record.Kind == RecordKind.Samples && Read(record, c => SamplesRecord.Read(c.Span)) is { } read)
                samples.AddRange(read.Samples.Select(s => s.Sample));
        }

        await store.AppendAsync(samples.ToArray(), batch.Next, stopping).ConfigureAwait(false);
    }

    protected override async Task HandledAsync(long next, CancellationToken stopping)
    {
        Tools.Measures.SamplesStored(samples.Count);
        sinceFlush += samples.Count;
        Reached(next);
        bool due = TimeProvider.System.GetElapsedTime(flushedAt) >= policy.Every || sinceFlush >= policy.Samples;
        if (due)
            await UntilDoneAsync(() => FlushAsync(stopping), stopping).ConfigureAwait(false);
    }

    private void Reached(long position)
    {
        lock (gate)
        {
            appended = position;
            for (int i = waiting.Count - 1; i >= 0; i--)
            {
                if (waiting[i].Position > position)
                    continue;
                waiting[i].Reached.SetResult();
                waiting.RemoveAt(i);
            }
        }
    }
}
