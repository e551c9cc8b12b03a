using System.Buffers;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Inspection.Devices;
using K3Monitor.Measurements;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker.Retained;

/// <summary>
/// Keeps retained messages of devices over restarts: one status and one description a device, each of bounded size, in the
/// database before it is acknowledged. While the database is away the journal alone answers for the message, and the newest of
/// each topic waits here to be written. Messages that come while others are written are written together.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed partial class RetainedKeeper(IRetainedMessages store, BrokerMeasures measures, TimeProvider time, WallClock wall, ILogger<RetainedKeeper> logger)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>A longer payload is taken but not retained, bytes.</summary>
    public const int LongestPayload = 32 * 1024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, RetainedMessageRow> waiting = new(StringComparer.Ordinal);
    private TaskCompletionSource? written;
    private bool writing;
    private volatile bool failing;

    /// <summary>Whether the topic, which is a device's own, is passed on to its subscribers and may be retained.</summary>
    public static bool IsPassedOn(string topic) => NativeFormat.Recognise(topic) is { Kind: TopicKind.Status or TopicKind.Info };

    /// <summary>
    /// Takes the retain flag off a message that may not be retained, and keeps one that may. An empty payload clears.
    /// </summary>
    /// <returns>Ends when it is in the database, or when that did not take it; never fails.</returns>
    public Task TakeAsync(MqttApplicationMessage message, int deviceId, Instant received)
    {
        if (!message.Retain)
            return Task.CompletedTask;
        string? refusal = !IsPassedOn(message.Topic) ? "topic" : message.Payload.Length > LongestPayload ? "too-long" : null;
        if (refusal is not null)
        {
            message.Retain = false;
            measures.NotRetained(refusal);
            return Task.CompletedTask;
        }

        return KeepAsync(new RetainedMessageRow(message.Topic, deviceId, message.Payload.ToArray(), received, MessageExpiry.EndOf(message, received)));
    }

    /// <summary>What was kept, ready for the server; expired messages are left out.</summary>
    public async Task<List<MqttApplicationMessage>> LoadAsync()
    {
        try
        {
            Instant now = Instant.Now(time);
            return [.. (await store.LoadAsync(CancellationToken.None).ConfigureAwait(false)).Where(m => m.Expires is not { } end || end > now).Select(ToMessage)];
        }
        catch (Exception e)
        {
            // Devices announce themselves again when they connect, so the broker is better up without them than down.
            LogLoad(logger, e);
            return [];
        }
    }

    /// <summary>Clears what has expired, in the server and in the store.</summary>
    public async Task ExpireAsync(MqttServer server)
    {
        Instant now = Instant.Now(time);
        foreach (RetainedMessageRow message in await store.LoadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (message.Expires is not { } end || end > now)
                continue;
            await server.UpdateRetainedMessageAsync(new MqttApplicationMessage { Topic = message.Topic, Retain = true }).ConfigureAwait(false);
            await KeepAsync(message with { Payload = default }).ConfigureAwait(false);
        }
    }

    private static MqttApplicationMessage ToMessage(RetainedMessageRow row)
    {
        var message = new MqttApplicationMessage
        {
            Topic = row.Topic,
            Payload = new ReadOnlySequence<byte>(row.Payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = true,
            MessageExpiryInterval = row.Expires is { } end ? (uint)Math.Max(1, (end - row.Received).TotalSeconds) : 0,
        };
        MessageExpiry.Stamp(message, row.Received);
        return message;
    }

    private Task KeepAsync(RetainedMessageRow row)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(row.Topic, out RetainedMessageRow? newer) || newer.Received <= row.Received)
                waiting[row.Topic] = row;
            Task done = Task.CompletedTask;
            if (!failing)
            {
                written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                done = written.Task;
            }

            if (!writing)
            {
                writing = true;
                _ = Task.Run(WriteAsync);
            }

            return done;
        }
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            RetainedMessageRow[] batch;
            TaskCompletionSource done;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    writing = false;
                    return;
                }

                batch = [.. waiting.Values];
                waiting.Clear();
                done = written ?? new TaskCompletionSource();
                written = null;
            }

            try
            {
                await store.KeepAsync(batch, CancellationToken.None).ConfigureAwait(false);
                failing = false;
                done.SetResult();
            }
            catch (Exception e)
            {
                LogKeep(logger, e, batch.Length);
                PutBack(batch);
                done.SetResult();
                await Task.Delay(TryAgainAfter, wall.Time).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What came meanwhile is newer. Bounded by two topics a device.</summary>
    private void PutBack(RetainedMessageRow[] batch)
    {
        lock (gate)
        {
            failing = true;
            foreach (RetainedMessageRow row in batch)
                waiting.TryAdd(row.Topic, row);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Retained messages could not be loaded; devices bring them again when they connect")]
    private static partial void LogLoad(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} retained messages could not be kept; they are in the journal, and are tried again")]
    private static partial void LogKeep(ILogger logger, Exception exception, int count);
}
