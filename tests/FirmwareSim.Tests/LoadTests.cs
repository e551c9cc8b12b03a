using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using K3Monitor.FirmwareSim.Load;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class LoadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(0, 2)]
    public async Task Every_due_message_is_sent_once_in_order_as_valid_telemetry(int qos, int batch)
    {
        using var sink = new Sink(qos);
        var devices = Enumerable.Range(1, 4).Select(i => new LoadDevice("s", "d" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), "p")).ToList();
        var options = new LoadOptions("127.0.0.1", sink.Port, devices, Rate: 2000, Seconds: 1, batch, qos);
        var report = await new LoadRunner(options, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        await sink.Ended(devices.Count);

        Assert.Empty(report.Faults);
        Assert.Equal((2000, 2000, qos == 1 ? 2000 : 0, 0), (report.Due, report.Sent, report.Acknowledged, report.Unexpected));
        Assert.Equal(report.Acknowledged, report.Latency.Count);
        Assert.Equal(4, sink.Received.Count);
        foreach (var (topic, payloads) in sink.Received)
        {
            Assert.Matches("^k3/v1/s/d[1-4]/telemetry$", topic);
            Assert.Equal(500, payloads.Count);
            var sequence = payloads.SelectMany(Sequence).ToList();
            Assert.Equal(Enumerable.Range(1_000_000_000, 500 * batch), sequence);
        }
    }

    [Fact]
    public async Task A_broker_that_closes_is_told_for_each_connection()
    {
        using var sink = new Sink(qos: 1) { CloseAfter = 10 };
        var options = new LoadOptions("127.0.0.1", sink.Port, [new LoadDevice("s", "d1", null)], Rate: 1000, Seconds: 1, Batch: 1, Qos: 1);
        var report = await new LoadRunner(options, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("s/d1: ", Assert.Single(report.Faults), StringComparison.Ordinal);
        Assert.True(report.Acknowledged <= 10);
    }

    [Fact]
    public void Quantiles_are_at_most_a_32nd_too_high()
    {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= 100_000; i++)
        {
            histogram.Add(i);
        }

        foreach (double share in new[] { 0.001, 0.5, 0.9, 0.99, 1 })
        {
            double exact = share * 100_000;
            Assert.InRange((double)histogram.Quantile(share)!, exact, exact * (1 + (1.0 / 32)));
        }

        Assert.Null(new LatencyHistogram().Quantile(0.5));
    }

    [Fact]
    public void A_packet_is_whole_only_when_its_last_byte_is_there()
    {
        byte[] packet = MqttFrames.Publish("t", new byte[300], 1, out _, out _);
        Assert.Equal(0, MqttFrames.PacketLength(packet.AsSpan(0, packet.Length - 1), out _));
        Assert.Equal(packet.Length, MqttFrames.PacketLength(packet, out _));
        Assert.Throws<InvalidDataException>(() => MqttFrames.PacketLength([0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], out _));
    }

    private static IEnumerable<int> Sequence(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        var samples = json.RootElement.ValueKind == JsonValueKind.Array ? json.RootElement.EnumerateArray().ToArray() : [json.RootElement];
        Assert.All(samples, s => Assert.InRange(s.GetProperty("v").GetProperty("laeq").GetDouble(), 80, 87));
        Assert.All(samples, s => Assert.True(s.GetProperty("ts").GetInt64() > 1_500_000_000_000));
        return [.. samples.Select(s => s.GetProperty("seq").GetInt32())];
    }

    /// <summary>As much of a broker as a publisher sees.</summary>
    private sealed class Sink : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly SemaphoreSlim _ended = new(0);
        private readonly int _qos;

        internal Sink(int qos)
        {
            _qos = qos;
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync();
        }

        internal int Port { get; }

        internal int CloseAfter { get; init; } = int.MaxValue;

        internal Dictionary<string, List<string>> Received { get; } = [];

        public void Dispose()
        {
            _listener.Dispose();
            _ended.Dispose();
        }

        internal async Task Ended(int connections)
        {
            for (int i = 0; i < connections; i++)
            {
                Assert.True(await _ended.WaitAsync(TimeSpan.FromSeconds(20)));
            }
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = ServeAsync(await _listener.AcceptSocketAsync());
                }
            }
            catch (SocketException)
            {
                // The listener was closed at the end of the test.
            }
        }

        private async Task ServeAsync(Socket socket)
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            int publishes = 0;
            byte[] bytes = new byte[1 << 16];
            int held = 0;
            while (await stream.ReadAsync(bytes.AsMemory(held)) is var read and > 0)
            {
                held += read;
                int used = 0;
                while (MqttFrames.PacketLength(bytes.AsSpan(used, held - used), out int bodyAt) is var length and > 0)
                {
                    await stream.WriteAsync(Answer(bytes.AsSpan(used, length), bodyAt));
                    used += length;
                    if (publishes++ == CloseAfter)
                    {
                        return;
                    }
                }

                held -= used;
                bytes.AsSpan(used, held).CopyTo(bytes);
            }

            _ended.Release();
        }

        private byte[] Answer(ReadOnlySpan<byte> packet, int bodyAt)
        {
            if (packet[0] >> 4 == 1)
            {
                return [0x20, 2, 0, 0];
            }

            int topicLength = BinaryPrimitives.ReadUInt16BigEndian(packet[bodyAt..]);
            string topic = Encoding.UTF8.GetString(packet.Slice(bodyAt + 2, topicLength));
            int identifierAt = bodyAt + 2 + topicLength;
            lock (Received)
            {
                Received.TryAdd(topic, []);
                Received[topic].Add(Encoding.UTF8.GetString(packet[(identifierAt + (2 * _qos))..]));
            }

            return _qos == 0 ? [] : [0x40, 2, packet[identifierAt], packet[identifierAt + 1]];
        }
    }
}
