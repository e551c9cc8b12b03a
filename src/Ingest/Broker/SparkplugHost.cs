using K3Monitor.Ingest.Formats.SparkplugB;
using K3Monitor.Measurements;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker;

/// <summary>
/// What the product itself publishes on the embedded broker, to Sparkplug nodes: requests for a rebirth, and its state as their
/// primary host. Broker and host are one process here, so there is no will: a node sees its connection break.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class SparkplugHost(MqttOptions options, TimeProvider time)
{
    /// <summary>Sender of what the product says; no device may sign in with it, for a device's client id has its site in front.</summary>
    private const string OwnId = "k3monitor";

    private MqttServer? server;

    /// <summary>Whether a sender is the product.</summary>
    public static bool IsOwn(string? clientId) => clientId == OwnId;

    /// <summary>Attaches to the server, before it starts.</summary>
    public void Attach(MqttServer mqtt)
    {
        server = mqtt;
        if (options.SparkplugHost is { Length: > 0 } host)
            mqtt.StartedAsync += _ => SendAsync(NodeCommand.StateTopic(host), NodeCommand.State(online: true, Instant.Now(time).UnixMicroseconds / 1000), retain: true);
    }

    /// <summary>Begins to ask a node for a rebirth.</summary>
    public void AskRebirth(string commandTopic) => _ = SendAsync(commandTopic, NodeCommand.Rebirth(Instant.Now(time)), retain: false);

    private async Task SendAsync(string topic, byte[] payload, bool retain)
    {
        try
        {
            var message = new MqttApplicationMessage { Topic = topic, PayloadSegment = payload, Retain = retain, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce };
            await server!.InjectApplicationMessage(new InjectedMqttApplicationMessage(message) { SenderClientId = OwnId }).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The server is stopping; the node is asked again when its next message needs it.
        }
    }
}
