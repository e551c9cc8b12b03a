using K3Monitor.Ingest.Tests.Support;
using MQTTnet;
using MQTTnet.Diagnostics.PacketInspection;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Tests.Subscriptions;

/// <summary>The MQTT library with a broker that does what the test says.</summary>
internal sealed class FakeClient : IMqttClient
{
    private readonly Changes changes = new();
    private readonly List<int> acknowledged = [];
    private Func<MqttApplicationMessageReceivedEventArgs, Task> received = _ => Task.CompletedTask;
    private Func<MqttClientDisconnectedEventArgs, Task> disconnected = _ => Task.CompletedTask;

    public event Func<MqttApplicationMessageReceivedEventArgs, Task> ApplicationMessageReceivedAsync
    {
        add => received = value;
        remove => received = _ => Task.CompletedTask;
    }

    public event Func<MqttClientDisconnectedEventArgs, Task> DisconnectedAsync
    {
        add => disconnected = value;
        remove => disconnected = _ => Task.CompletedTask;
    }

    public event Func<MqttClientConnectedEventArgs, Task> ConnectedAsync { add { } remove { } }

    public event Func<MqttClientConnectingEventArgs, Task> ConnectingAsync { add { } remove { } }

    public event Func<InspectMqttPacketEventArgs, Task> InspectPacketAsync { add { } remove { } }

    public bool IsConnected { get; private set; }

    public MqttClientOptions Options { get; private set; } = null!;

    public MqttClientConnectResultCode Answer { get; init; } = MqttClientConnectResultCode.Success;

    public MqttClientSubscribeResultCode[] Granted { get; init; } = [MqttClientSubscribeResultCode.GrantedQoS1];

    public bool Answers { get; set; } = true;

    public int Pings { get; private set; }

    public List<MqttClientSubscribeOptions> Subscribed { get; } = [];

    public List<int> Acknowledged
    {
        get
        {
            lock (acknowledged)
                return [.. acknowledged];
        }
    }

    public Task Until(Func<FakeClient, bool> holds) => changes.Until(() => holds(this));

    /// <summary>The broker sends a message.</summary>
    public Task Deliver(ushort id, string topic, string payload, bool retain = false, MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag(retain).WithQualityOfServiceLevel(qos).Build();
        var packet = new MqttPublishPacket { PacketIdentifier = id, Topic = topic, QualityOfServiceLevel = qos };
        return received(new MqttApplicationMessageReceivedEventArgs("k3", message, packet, (e, _) =>
        {
            lock (acknowledged)
                acknowledged.Add(e.PacketIdentifier);
            changes.Changed();
            return Task.CompletedTask;
        }));
    }

    public Task Lose()
    {
        IsConnected = false;
        return disconnected(new MqttClientDisconnectedEventArgs(true, new MqttClientConnectResult(), MqttClientDisconnectReason.ServerShuttingDown, "going down", [], null!));
    }

    public Task<MqttClientConnectResult> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken = default)
    {
        Options = options;
        IsConnected = Answer == MqttClientConnectResultCode.Success;
        MqttConnectReasonCode reason = IsConnected ? MqttConnectReasonCode.Success : MqttConnectReasonCode.NotAuthorized;
        var result = new MqttClientConnectResult();
        typeof(MqttClientConnectResult).GetProperty(nameof(MqttClientConnectResult.ResultCode))!.SetValue(result, (MqttClientConnectResultCode)(int)reason);
        return Task.FromResult(result);
    }

    public Task<MqttClientSubscribeResult> SubscribeAsync(MqttClientSubscribeOptions options, CancellationToken cancellationToken = default)
    {
        Subscribed.Add(options);
        changes.Changed();
        return Task.FromResult(new MqttClientSubscribeResult(1, [.. options.TopicFilters.Zip(Granted, (f, g) => new MqttClientSubscribeResultItem(f, g))], "", []));
    }

    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        Pings++;
        changes.Changed();
        if (Answers)
            return;
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What the library itself throws then.
        throw new MqttCommunicationTimedOutException();
    }

    public Task DisconnectAsync(MqttClientDisconnectOptions options, CancellationToken cancellationToken = default)
    {
        IsConnected = false;
        return Task.CompletedTask;
    }

    public Task<MqttClientPublishResult> PublishAsync(MqttApplicationMessage applicationMessage, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SendEnhancedAuthenticationExchangeDataAsync(MqttEnhancedAuthenticationExchangeData data, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<MqttClientUnsubscribeResult> UnsubscribeAsync(MqttClientUnsubscribeOptions options, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose() => IsConnected = false;
}
