using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Measures;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Lanes;

/// <summary>What every consumer of the journal needs.</summary>
/// <param name="Journal">The journal.</param>
/// <param name="Measures">Counters.</param>
/// <param name="Health">Where the part reports.</param>
/// <param name="Time">The plant clock.</param>
/// <param name="Wall">The machine's clock.</param>
internal sealed record ConsumerTools(Journal.Journal Journal, IngestMeasures Measures, HealthBoard Health, TimeProvider Time, WallClock Wall);

/// <summary>
/// Follows the journal with a cursor of its own. A batch that fails is tried again, with growing pauses, until it
/// succeeds: a consumer never passes over what it has not handled. Only a record that cannot be read back at all is set
/// aside, counted and reported.
/// </summary>
internal abstract partial class JournalConsumer(string cursor, ConsumerTools tools, ILogger logger)
{
    /// <summary>What a part says when all is well.</summary>
    public const string Following = "following the journal";

    /// <summary>A store that is away says so at once, so asking it often costs nothing.</summary>
    private static readonly TimeSpan LongestPauseForStore = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);
    private long handled;
    private long savedAt;

    protected ConsumerTools Tools { get; } = tools;

    protected string Cursor { get; } = cursor;

    /// <summary>The cursor at which reading begins; its own unless it must see again what it has saved as handled.</summary>
    protected virtual string ReadFrom => Cursor;

    /// <summary>Name of the part on the health page.</summary>
    protected abstract string Part { get; }

    /// <summary>Follows the journal until cancelled, or until the journal is closed; a journal that cannot be read is tried again.</summary>
    public Task RunAsync(CancellationToken stopping) => UntilDoneAsync(() => FollowAsync(stopping), stopping);

    private async Task FollowAsync(CancellationToken stopping)
    {
        Recovered();
        await foreach (JournalBatch batch in Tools.Journal.ReadAsync(ReadFrom, stopping).ConfigureAwait(false))
        {
            if (batch.Next <= handled)
                continue;
            await UntilDoneAsync(() => HandleAsync(batch, stopping), stopping).ConfigureAwait(false);
            handled = batch.Next;
            await HandledAsync(batch.Next, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Handles a batch; may be called again with the same one.</summary>
    protected abstract Task HandleAsync(JournalBatch batch, CancellationToken stopping);

    /// <summary>A batch is handled; by default its position is saved about once a second.</summary>
    protected virtual Task HandledAsync(long next, CancellationToken stopping)
    {
        if (Tools.Wall.Time.GetElapsedTime(savedAt) >= SaveEvery)
            Save(next);
        return Task.CompletedTask;
    }

    /// <summary>Saves the position. A full disk does not stop the consumer; it only sees the records again after a restart.</summary>
    protected void Save(long position)
    {
        try
        {
            Tools.Journal.Save(Cursor, position);
        }
        catch (JournalUnavailableException e)
        {
            Report(PartCondition.Degraded, $"its position cannot be saved: {e.Message}");
        }

        savedAt = Tools.Wall.Time.GetTimestamp();
    }

    /// <summary>Runs a step until it succeeds.</summary>
    protected async Task UntilDoneAsync(Func<Task> step, CancellationToken stopping)
    {
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await step().ConfigureAwait(false);
                if (pause != FirstPause)
                    Recovered();
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception e)
            {
                // Whatever failed (database locked, disk full), passing over the batch would lose it.
                TimeSpan wait = PauseAfter(e, pause);
                LogRetry(logger, e, Part, wait);
                Failing(e);
                await Task.Delay(wait, Tools.Wall.Time, stopping).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads a record, or sets it aside.</summary>
    protected T? Read<T>(in JournalRecord record, Func<ReadOnlyMemory<byte>, T> read)
        where T : class
    {
        try
        {
            return read(record.Content);
        }
        catch (InvalidDataException e)
        {
            LogPoison(logger, record.Position, Part, e.Message);
            Tools.Measures.RecordSetAside();
            Report(PartCondition.Degraded, $"the journal record at {record.Position} cannot be read and was set aside: {e.Message}");
            return null;
        }
    }

    /// <summary>A step failed and is tried again.</summary>
    protected virtual void Failing(Exception e) => Report(PartCondition.Failed, $"tries again: {e.Message}");

    /// <summary>A step that had failed succeeded, or the part begins.</summary>
    protected virtual void Recovered() => Report(PartCondition.Healthy, Following);

    private static TimeSpan PauseAfter(Exception e, TimeSpan pause) => e switch
    {
        TelemetryStoreUnavailableException { RetryAfter: { } asked } => asked > pause ? asked : pause,
        TelemetryStoreUnavailableException => pause < LongestPauseForStore ? pause : LongestPauseForStore,
        _ => pause,
    };

    protected void Report(PartCondition condition, string detail) => Tools.Health.Report(Part, condition, detail, Instant.Now(Tools.Time));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Part} failed and tries again after {Pause}")]
    private static partial void LogRetry(ILogger logger, Exception exception, string part, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "Journal record at {Position} cannot be read by {Part} and is set aside: {Why}")]
    private static partial void LogPoison(ILogger logger, long position, string part, string why);
}
