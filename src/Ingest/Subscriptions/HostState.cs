using K3Monitor.Ingest.Formats.SparkplugB;
using K3Monitor.Measurements;
using MQTTnet;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>
/// What one connection publishes to Sparkplug nodes: requests for a rebirth, and, when it is configured, the state of this product
/// as their primary host, with a will that says "offline" when the connection breaks (Sparkplug 3.0, section 5.12).
/// </summary>
/// <remarks>Safe from any thread. Nothing of it may hold up or end the taking of messages: what fails is asked again with the next need.</remarks>
internal sealed class HostState(SourceOptions source, IMqttClient client, TimeProvider wall)
{
    private readonly long since = wall.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The options with the will.</summary>
    public MqttClientOptions WithWill(MqttClientOptions options)
    {
        if (source.SparkplugHost is not { } host)
            return options;
        options.WillTopic = NodeCommand.StateTopic(host);
        options.WillPayload = NodeCommand.State(online: false, since);
        options.WillQualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce;
        options.WillRetain = true;
        return options;
    }

    /// <summary>Begins to tell the state.</summary>
    public void Tell(bool online) => _ = TellAsync(online, CancellationToken.None);

    /// <summary>Tells the state; without a name for the host, nothing.</summary>
    public Task TellAsync(bool online, CancellationToken cancellationToken) => source.SparkplugHost is { } host
        ? SendAsync(NodeCommand.StateTopic(host), NodeCommand.State(online, since), retain: true, cancellationToken)
        : Task.CompletedTask;

    /// <summary>Begins to ask a node for a rebirth. Not waited for: the answer to our own publishing comes over the loop that asks.</summary>
    public void AskRebirth(string commandTopic) =>
        _ = SendAsync(commandTopic, NodeCommand.Rebirth(Instant.FromDateTimeOffset(wall.GetUtcNow())), retain: false, CancellationToken.None);

    private async Task SendAsync(string topic, byte[] payload, bool retain, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            await client.PublishAsync(
                new MqttApplicationMessage { Topic = topic, PayloadSegment = payload, Retain = retain, QualityOfServiceLevel = retain ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is going or gone, and says so itself; the node is asked again when its next message needs it.
        }
    }
}
