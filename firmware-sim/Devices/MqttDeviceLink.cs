using System.Globalization;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.FirmwareSim.Devices;

/// <summary>A connection by MQTT 5, so that a broker can say that it refuses a message.</summary>
internal sealed class MqttDeviceLink : IDeviceLink
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal MqttDeviceLink(DeviceIdentity identity, string host, int port, bool tls, string password)
    {
        var will = identity.Status(online: false, default);
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(host, port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(identity.Name)
            .WithCredentials(identity.Name, password)
            .WithCleanStart()
            .WithTimeout(TimeSpan.FromSeconds(30))
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
            .WithWillTopic(will.Topic).WithWillPayload(will.Payload).WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        _options = (tls ? builder.WithTlsOptions(o => o.UseTls()) : builder).Build();
        _client.DisconnectedAsync += _ =>
        {
            _lost.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <inheritdoc/>
    public Task Lost => _lost.Task;

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken stop)
    {
        var result = await Guarded(() => _client.ConnectAsync(_options, stop), stop).ConfigureAwait(false);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new DeviceLinkException(string.Create(CultureInfo.InvariantCulture, $"the broker refuses the connection: {result.ResultCode}"));
        }
    }

    /// <inheritdoc/>
    public async Task<bool> PublishAsync(DeviceMessage message, CancellationToken stop)
    {
        var packet = new MqttApplicationMessage
        {
            Topic = message.Topic,
            PayloadSegment = message.Payload,
            Retain = message.Retain,
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        };
        var result = await Guarded(() => _client.PublishAsync(packet, stop), stop).ConfigureAwait(false);
        return result.IsSuccess;
    }

    /// <inheritdoc/>
    public Task DisconnectAsync() =>
        Guarded(
            async () =>
            {
                await _client.DisconnectAsync().ConfigureAwait(false);
                return true;
            },
            CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Turns every way in which the library reports a broken connection into one.</summary>
    private static async Task<T> Guarded<T>(Func<Task<T>> call, CancellationToken stop)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception broken) when (!stop.IsCancellationRequested && IsConnectionFault(broken))
        {
            throw new DeviceLinkException(broken.GetBaseException().Message, broken);
        }
    }

    private static bool IsConnectionFault(Exception fault) => fault
        is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException
        or TimeoutException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException
        or InvalidOperationException or System.Security.Authentication.AuthenticationException;
}
