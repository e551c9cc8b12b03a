using System.Globalization;
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
    private long begunAt;
    private long sinceFlush;

    // Samples of the batch that were accepted, and counted, before this start.
    private int again;
    private long flushedAt = tools.Wall.Time.GetTimestamp();

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

    /// <summary>Everything before this position can be read from the store.</summary>
    public long Appended
    {
        get
        {
            lock (gate)
                return appended;
        }
    }

    /// <summary>What the store kept in files before it was opened needs no second reading.</summary>
    /// <exception cref="InvalidDataException">The store knows positions that the journal never had: they do not belong together.</exception>
    public void Begin()
    {
        begunAt = Tools.Journal.DurablePosition;
        if (store.DurablePosition > begunAt)
        {
            // Going on would pass over every new sample until the journal had grown that far.
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"the telemetry store was filled from a journal up to {store.DurablePosition}, and this journal ends at {begunAt}: one of the folders is not the one that belongs here"));
        }

        Reached(Math.Max(store.DurablePosition, Tools.Journal.Register(Name)));
    }

    /// <summary>Writes what is fresh into files; for a quiet end.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await store.FlushAsync(cancellationToken).ConfigureAwait(false);
        long saved = Tools.Journal.Register(Name);
        Save(Math.Max(saved, Math.Min(store.DurablePosition, Tools.Journal.DurablePosition)));
        sinceFlush = 0;
        flushedAt = Tools.Wall.Time.GetTimestamp();
    }

    protected override async Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        samples.Clear();
        again = 0;
        foreach (JournalRecord record in batch.Records)
        {
            if (record.Kind == RecordKind.Samples && Read(record, c => SamplesRecord.Read(c.Span)) is { } read)
            {
                samples.AddRange(read.Samples.Select(s => s.Sample));
                if (record.Position < begunAt)
                    again += read.Samples.Count;
            }
        }

        await store.AppendAsync(samples.ToArray(), batch.Next, stopping).ConfigureAwait(false);
    }

    protected override async Task HandledAsync(long next, CancellationToken stopping)
    {
        Tools.Measures.SamplesStored(samples.Count - again);
        sinceFlush += samples.Count;
        Reached(next);
        bool due = Tools.Wall.Time.GetElapsedTime(flushedAt) >= policy.Every || sinceFlush >= policy.Samples;
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
