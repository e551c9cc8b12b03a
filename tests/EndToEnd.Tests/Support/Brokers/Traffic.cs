using MQTTnet;
using MQTTnet.Exceptions;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>Numbered devices that publish to an external broker until told to stop, and come back when it was away.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly ExternalBroker broker;
    private readonly CancellationTokenSource enough = new();
    private readonly Task publishing;
    private int acknowledged;

    public Traffic(ExternalBroker broker, IReadOnlyList<NumberedDevice> devices)
    {
        (this.broker, Devices) = (broker, devices);
        publishing = Task.WhenAll(devices.Select(PublishAsync));
    }

    public IReadOnlyList<NumberedDevice> Devices { get; }

    /// <summary>Waits for so many further acknowledgements.</summary>
    public async Task MoreAsync(int count)
    {
        int target = Volatile.Read(ref acknowledged) + count;
        await Until.TrueAsync($"{count} more acknowledgements of the broker", TimeSpan.FromSeconds(90), () =>
            publishing.IsFaulted ? throw publishing.Exception! : Task.FromResult(Volatile.Read(ref acknowledged) >= target), () => broker.Said).ConfigureAwait(false);
    }

    /// <summary>Ends the publishing; what was in flight stays without an acknowledgement.</summary>
    public async Task StopAsync()
    {
        await enough.CancelAsync().ConfigureAwait(false);
        await publishing.WaitAsync(TimeSpan.FromSeconds(90)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync().ConfigureAwait(false);
        await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        enough.Dispose();
    }

    private async Task PublishAsync(NumberedDevice device)
    {
        while (!enough.IsCancellationRequested)
        {
            try
            {
                using IMqttClient client = await device.ConnectAsync(broker.Port, broker.Version).ConfigureAwait(false);
                using CancellationTokenRegistration end = enough.Token.Register(client.Dispose);
                await device.PublishUntilLostAsync(client, () => Interlocked.Increment(ref acknowledged)).ConfigureAwait(false);
            }
            catch (Exception away) when (away is MqttCommunicationException or OperationCanceledException or ObjectDisposedException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
        }
    }
}
