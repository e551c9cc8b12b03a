using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>
/// A device that numbers its samples, keeps several publishes in flight, and remembers which of them were acknowledged.
/// What was not, it sends again when it is back, as a real device does.
/// </summary>
internal sealed class NumberedDevice(Credential credential, long firstTime)
{
    /// <summary>Milliseconds between two samples.</summary>
    public const long Step = 10;

    /// <summary>Every so many samples there is one over the ceiling.</summary>
    public const int SpikeEvery = 400;

    /// <summary>Publishes that wait for their acknowledgement at a time.</summary>
    public const int InFlight = 16;

    private readonly ConcurrentDictionary<int, byte> acknowledged = new();
    private readonly ConcurrentDictionary<int, byte> open = new();
    private ConcurrentQueue<int> again = new();
    private int next = -1;

    public string Name => credential.UserName;

    public ICollection<int> Acknowledged => acknowledged.Keys;

    /// <summary>How many numbers were given out.</summary>
    public int Sent => next + 1;

    public long TimeOf(int number) => firstTime + number * Step;

    public int NumberOf(long time) => (int)((time - firstTime) / Step);

    public static double ValueOf(int number) => number % SpikeEvery == SpikeEvery / 2 ? 12.5 : 0.3;

    /// <summary>Connects; whatever keeps it from that is a fault of the product, for nothing has been killed yet.</summary>
    public async Task<IMqttClient> ConnectAsync(int port, MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult result = await client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(version)
            .WithClientId(credential.UserName)
            .WithCredentials(credential.UserName, credential.Password)
            .WithTimeout(TimeSpan.FromSeconds(20))
            .Build()).ConfigureAwait(false);
        Assert.Equal(MqttClientConnectResultCode.Success, result.ResultCode);
        return client;
    }

    /// <summary>Publishes until the connection is lost.</summary>
    /// <param name="client">Its connection.</param>
    /// <param name="told">Called for each acknowledgement.</param>
    public async Task PublishUntilLostAsync(IMqttClient client, Action told)
    {
        again = new ConcurrentQueue<int>(open.Keys.Order());
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => WorkAsync(client, told))).ConfigureAwait(false);
    }

    private async Task WorkAsync(IMqttClient client, Action told)
    {
        while (true)
        {
            int number = again.TryDequeue(out int old) ? old : Interlocked.Increment(ref next);
            open[number] = 0;
            try
            {
                MqttClientPublishResult result = await client.PublishStringAsync(
                    credential.Telemetry, new Reading(TimeOf(number), number, ValueOf(number)).Message, MqttQualityOfServiceLevel.AtLeastOnce).ConfigureAwait(false);
                if (!result.IsSuccess)
                    throw new InvalidOperationException($"{Name} {number}: {result.ReasonCode}");
            }
            catch (Exception lost) when (lost is MqttCommunicationException or OperationCanceledException or ObjectDisposedException)
            {
                return;
            }

            acknowledged[number] = 0;
            open.TryRemove(number, out _);
            told();
        }
    }
}
