using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Live;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Lanes;

/// <summary>Carries durable samples to open pages. It begins at the journal's end: what was before is in the store.</summary>
internal sealed class BoardConsumer(ConsumerTools tools, LiveBoard board, ILogger<BoardConsumer> logger) : JournalConsumer(Name, tools, logger)
{
    public const string Name = "live";

    protected override string Part => "live";

    /// <summary>Moves to the journal's end.</summary>
    public void Begin()
    {
        Tools.Journal.Register(Name);
        Save(Tools.Journal.DurablePosition);
    }

    protected override Task HandleAsync(JournalBatch batch, CancellationToken stopping)
    {
        foreach (JournalRecord record in batch.Records)
        {
            if (record.Kind != RecordKind.Samples || Read(record, c => SamplesRecord.Read(c.Span)) is not { } read)
                continue;
            foreach (ReadySample sample in read.Samples)
            {
                // What a file brought is history: an open page would show it as the present.
                if (sample.PointId is { } point && (sample.Sample.Sample.Flags & SampleFlags.Imported) == 0)
                    board.Publish(new LiveValue(point, sample.Sample.Sample, sample.Sample.Received));
            }
        }

        return Task.CompletedTask;
    }
}
