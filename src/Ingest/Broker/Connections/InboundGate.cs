using K3Monitor.Ingest.Broker.Limits;
using K3Monitor.Ingest.Broker.SignIn;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker.Connections;

/// <summary>Looks at every packet before the server handles it, and lets a connection that is too fast, or does not read its answers, wait.</summary>
internal sealed class InboundGate(ITopologyRegistry registry, ConnectionTable connections, MessagePace pace, Endings endings, IngestMeasures measures, BrokerMeasures broker, WallClock wall)
{
    /// <summary>A session may have so many subscriptions; each costs memory and time with every message passed on.</summary>
    public const int MostSubscriptions = 50;

    /// <summary>A peer that has not read its acknowledgements for so long is gone or hostile.</summary>
    private static readonly TimeSpan SlowAfter = TimeSpan.FromMinutes(1);

    public async Task PacketAsync(InterceptingPacketEventArgs e)
    {
        ConnectionState state = connections.Of(e.CancellationToken);
        switch (e.Packet)
        {
            case MqttPublishPacket publish:
                await PublishAsync(e, publish, state).ConfigureAwait(false);
                break;
            case MqttPubRelPacket release:
                state.Release(release.PacketIdentifier);
                break;
            case MqttSubscribePacket or MqttUnsubscribePacket or MqttPingReqPacket:
                await PaceAsync(e).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>A device may subscribe its own topics and those that it was granted only. It is granted QoS 0: the server would keep what is not acknowledged without a bound.</summary>
    public async Task SubscribeAsync(InterceptingSubscriptionEventArgs e)
    {
        ConnectionState state = connections.Of(e.CancellationToken);
        MqttSubscribeReasonCode code = MqttSubscribeReasonCode.GrantedQoS0;
        if (e.TopicFilter.Topic.StartsWith("$share/", StringComparison.Ordinal))
            code = MqttSubscribeReasonCode.SharedSubscriptionsNotSupported;
        else if (e.SessionItems[SignInDesk.DeviceItem] is not string device || !await MaySubscribeAsync(device, e.TopicFilter.Topic, e.CancellationToken).ConfigureAwait(false))
            code = MqttSubscribeReasonCode.NotAuthorized;
        else if (++state.Subscriptions > MostSubscriptions)
            code = MqttSubscribeReasonCode.QuotaExceeded;
        e.Response.ReasonCode = code;
        if (code != MqttSubscribeReasonCode.GrantedQoS0)
        {
            e.ProcessSubscription = false;
            measures.PartRefused(code == MqttSubscribeReasonCode.QuotaExceeded ? "subscribe.too-many" : "subscribe.foreign-topic");
        }
    }

    private async ValueTask<bool> MaySubscribeAsync(string name, string filter, CancellationToken cancellationToken)
    {
        if (filter.StartsWith(NativeFormat.OwnTopics(name), StringComparison.Ordinal))
            return true;
        TopologySnapshot topology = await registry.GetAsync(cancellationToken).ConfigureAwait(false);
        if (!topology.Devices.TryGetValue(name, out DeviceTopology? device) || device.TopicFilters.Count == 0)
            return false;
        // A Sparkplug node looks for its host before it is born.
        bool node = device.TopicFilters.Any(f => f.StartsWith("spBv1.0/", StringComparison.Ordinal));
        return device.TopicFilters.Any(f => TopicFilters.Covers(f, filter)) || (node && TopicFilters.Covers("spBv1.0/STATE/#", filter));
    }

    private async Task PublishAsync(InterceptingPacketEventArgs e, MqttPublishPacket publish, ConnectionState state)
    {
        if (publish.TopicAlias > Announcement.TopicAliasMaximum)
        {
            e.ProcessPacket = false;
            endings.End(e.ClientId, MqttDisconnectReasonCode.TopicAliasInvalid, "topic-alias");
            return;
        }

        await PaceAsync(e).ConfigureAwait(false);
        state.Current = null;
        state.CurrentIsRepeated = false;
        if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
            return;
        if (!await HasRoomAsync(e, state).ConfigureAwait(false))
        {
            e.ProcessPacket = false;
            endings.End(e.ClientId, MqttDisconnectReasonCode.QuotaExceeded, "slow-client");
            return;
        }

        state.Current = publish.PacketIdentifier;
        state.CurrentIsRepeated = publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.ExactlyOnce && !state.Hold(publish.PacketIdentifier);
    }

    private async Task PaceAsync(InterceptingPacketEventArgs e)
    {
        if (e.SessionItems[SignInDesk.DeviceItem] is not string device || pace.Take(device) is not { Ticks: > 0 } wait)
            return;
        broker.HeldBack();
        await Task.Delay(wait, wall.Time, e.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until another acknowledgement may wait; false when the peer has not read for too long.</summary>
    private async Task<bool> HasRoomAsync(InterceptingPacketEventArgs e, ConnectionState state)
    {
        Task room = state.RoomAsync();
        while (!room.IsCompleted)
        {
            try
            {
                await room.WaitAsync(SlowAfter, wall.Time, e.CancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                if (!state.WaitsForDisk)
                    return false;
            }
        }

        return true;
    }
}
