using System.Threading.Channels;
using K3Monitor.Ingest.Journal;
using MQTTnet;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>
/// One connection to an external broker, from connecting to its end; never used again. A message is acknowledged when it is
/// durable, in the order of arrival. One that will not be durable ends the connection, for only then does a broker send
/// again what was not acknowledged.
/// </summary>
/// <remarks>
/// Bound: the broker keeps to the window that it is told (MQTT 5) or has (3.1.1). Mosquitto forgets it for what it had kept
/// over its own restart, so only a broker that passes MQTT's own bound of 65,535 unanswered messages is cut off; a message
/// of QoS 0 beyond that bound is lost and counted.
/// </remarks>
internal sealed class BrokerConnection : IDisposable
{
    /// <summary>There are no more packet identifiers than this.</summary>
    public const int MostUnanswered = 65_535;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private readonly SourceOptions source;
    private readonly IMqttClient client;
    private readonly SubscriptionIntake intake;
    private readonly SourceState state;
    private readonly TimeProvider wall;
    private readonly HostState host;
    private readonly Channel<(Task Durable, MqttApplicationMessageReceivedEventArgs Message)> taken;
    private readonly TaskCompletionSource<Ending> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource alive = new();
    private long subscribedAt;

    public BrokerConnection(SourceOptions source, IMqttClient client, SubscriptionIntake intake, SourceState state, TimeProvider wall)
    {
        (this.source, this.client, this.intake, this.state, this.wall) = (source, client, intake, state, wall);
        host = new HostState(source, client, wall);
        taken = Channel.CreateBounded<(Task, MqttApplicationMessageReceivedEventArgs)>(new BoundedChannelOptions(MostUnanswered) { SingleReader = true });
        client.ApplicationMessageReceivedAsync += ReceivedAsync;
        client.DisconnectedAsync += e =>
        {
            End("lost", $"the connection was lost: {e.ReasonString ?? e.Exception?.Message ?? e.Reason.ToString()}");
            return Task.CompletedTask;
        };
    }

    /// <summary>How long it has been subscribed; zero when it never was.</summary>
    public TimeSpan Lived => subscribedAt == 0 ? TimeSpan.Zero : wall.GetElapsedTime(subscribedAt);

    /// <summary>Connects, subscribes and stays until something ends it; never throws.</summary>
    public async Task<Ending> RunAsync(CancellationToken stopping)
    {
        // What the broker had kept for us comes together with its answer to the connecting.
        Task acknowledging = AcknowledgeAsync();
        Task watching = Task.CompletedTask;
        try
        {
            IReadOnlyList<string> refused = await OpenAsync(stopping).ConfigureAwait(false);
            if (!ended.Task.IsCompleted)
                watching = new ConnectionWatch(source, client, state, wall).RunAsync(refused.Count > 0, End, alive.Token);
            await ended.Task.WaitAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await StopAsync(acknowledging).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            End("unreachable", $"connecting failed: {Innermost(e)}");
        }

        Ending ending = await ended.Task.ConfigureAwait(false);
        taken.Writer.TryComplete();
        await alive.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(acknowledging, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LeaveAsync(ending).ConfigureAwait(false);
        return ending;
    }

    public void Dispose()
    {
        client.Dispose();
        alive.Dispose();
    }

    /// <summary>Connects and sends the one set of subscriptions; gives those that the broker refused.</summary>
    private async Task<IReadOnlyList<string>> OpenAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(2 * ClientOptions.AnswerWithin, wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        MqttClientConnectResult connected = await client.ConnectAsync(host.WithWill(ClientOptions.Connection(source)), either.Token).ConfigureAwait(false);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            End("refused", $"the broker refused the connection: {connected.ResultCode} {connected.ReasonString}".TrimEnd());
            return [];
        }

        MqttClientSubscribeResult result = await client.SubscribeAsync(ClientOptions.Subscriptions(source), either.Token).ConfigureAwait(false);
        List<string> refused = [.. result.Items.Where(i => (int)i.ResultCode > 2).Select(i => $"'{i.TopicFilter.Topic}': {i.ResultCode}")];
        refused.AddRange(result.Items.Where(i => (int)i.ResultCode < source.Qos).Select(i => $"QoS {source.Qos} for '{i.TopicFilter.Topic}' and granted {(int)i.ResultCode}"));
        if (result.Items.All(i => (int)i.ResultCode > 2))
        {
            End("refused", $"the broker refused every subscription: {string.Join(", ", refused)}");
            return refused;
        }

        subscribedAt = wall.GetTimestamp();
        state.Connected(connected.IsSessionPresent, refused);
        host.Tell(online: true);
        return refused;
    }

    private async Task ReceivedAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        e.AutoAcknowledge = false;
        if (ended.Task.IsCompleted || alive.IsCancellationRequested)
            return;
        bool once = e.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce;
        if (taken.Reader.Count >= MostUnanswered || (once && !intake.HasRoom))
        {
            if (once)
                state.Lost();
            else
                End("window", $"the broker has sent {MostUnanswered} messages without an acknowledgement, which is more than MQTT allows");
            return;
        }

        try
        {
            state.Received(e.ApplicationMessage.Dup);
            Task durable = await intake.TakeAsync(source, e.ApplicationMessage, host.AskRebirth, alive.Token).ConfigureAwait(false);
            taken.Writer.TryWrite((durable, e));
        }
        catch (Exception fault)
        {
            NotStored(fault, once);
        }
    }

    /// <summary>In the order of arrival, as MQTT asks (4.6.0-2).</summary>
    private async Task AcknowledgeAsync()
    {
        await foreach ((Task durable, MqttApplicationMessageReceivedEventArgs message) in taken.Reader.ReadAllAsync(alive.Token).ConfigureAwait(false))
        {
            try
            {
                await durable.WaitAsync(alive.Token).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                NotStored(fault, message.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce);
                return;
            }

            try
            {
                await message.AcknowledgeAsync(alive.Token).ConfigureAwait(false);
                state.Done(acknowledged: true);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Kept and not acknowledged: it comes again and is recognised.
                End("lost", $"an acknowledgement could not be sent: {fault.Message}");
                return;
            }
        }
    }

    private void NotStored(Exception fault, bool once)
    {
        if (once)
            state.Lost();
        if (fault is OperationCanceledException)
            return;
        End("not-stored", fault is JournalUnavailableException ? $"messages cannot be stored and are not acknowledged: {fault.Message}" : $"a message could not be taken: {fault.Message}");
    }

    /// <summary>A quiet end: nothing more is taken, and what is becoming durable is still acknowledged.</summary>
    private async Task StopAsync(Task acknowledging)
    {
        End("stopped", "the product was stopped");
        taken.Writer.TryComplete();
        await Task.WhenAny(acknowledging, Task.Delay(Farewell, wall)).ConfigureAwait(false);
    }

    /// <summary>The session stays at the broker; a broker that no longer answers is not waited for.</summary>
    private async Task LeaveAsync(Ending ending)
    {
        if (!client.IsConnected || ending.Reason == "no-answer")
            return;
        using var limit = new CancellationTokenSource(Farewell, wall);
        try
        {
            await host.TellAsync(online: false, limit.Token).ConfigureAwait(false);
            var options = new MqttClientDisconnectOptions { SessionExpiryInterval = source.Protocol == SourceProtocol.Mqtt5 ? (uint)source.SessionExpiry.TotalSeconds : 0 };
            await client.DisconnectAsync(options, limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is given up either way.
        }
    }

    /// <summary>The first reason stands.</summary>
    private void End(string reason, string words) => ended.TrySetResult(new Ending(reason, words));

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
