using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace K3Monitor.FirmwareSim.Load;

/// <summary>
/// One device's PUBLISH packet, encoded once. A message is a copy in which only fixed-width digits change: packet
/// identifier, time stamps, sequence numbers and the value.
/// </summary>
/// <remarks>Not safe for several threads: one publisher owns it.</remarks>
internal sealed class MessageTemplate
{
    // JSON allows no leading zeros, so the sequence starts where it already has all its digits.
    private const long FirstSequence = 1_000_000_000;
    private const string Sample = """{"ts":0000000000000,"seq":0000000000,"v":{"laeq":80.0}}""";
    private static readonly int TimeAt = Sample.IndexOf("0000000000000", StringComparison.Ordinal);
    private static readonly int SequenceAt = Sample.IndexOf("\"seq\":", StringComparison.Ordinal) + 6;
    private static readonly int ValueAt = Sample.IndexOf("80.0", StringComparison.Ordinal) + 1;

    private readonly byte[] _packet;
    private readonly int _identifierAt;
    private readonly int _firstSampleAt;
    private readonly int _batch;
    private readonly int _qos;
    private readonly int _interval;
    private long _sequence = FirstSequence;

    /// <param name="topic">Topic of the device's telemetry.</param>
    /// <param name="batch">Samples in a message.</param>
    /// <param name="qos">0 or 1.</param>
    /// <param name="interval">Milliseconds between the samples of a message.</param>
    internal MessageTemplate(string topic, int batch, int qos, int interval)
    {
        string text = batch == 1 ? Sample : "[" + string.Join(',', Enumerable.Repeat(Sample, batch)) + "]";
        _packet = MqttFrames.Publish(topic, Encoding.UTF8.GetBytes(text), qos, out _identifierAt, out int payloadAt);
        _firstSampleAt = payloadAt + (batch == 1 ? 0 : 1);
        (_batch, _qos, _interval) = (batch, qos, interval);
    }

    internal int Length => _packet.Length;

    /// <summary>Writes the next message.</summary>
    internal void Write(Span<byte> target, ushort identifier, long unixMilliseconds)
    {
        if (_qos > 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(_identifierAt), identifier);
        }

        for (int i = 0; i < _batch; i++)
        {
            var sample = _packet.AsSpan(_firstSampleAt + (i * (Sample.Length + 1)));
            long time = unixMilliseconds - ((long)(_batch - 1 - i) * _interval);
            Digits(sample.Slice(TimeAt, 13), time);
            Digits(sample.Slice(SequenceAt, 10), _sequence);
            sample[ValueAt] = (byte)('0' + (_sequence % 7));
            sample[ValueAt + 2] = (byte)('0' + (_sequence % 10));
            _sequence++;
        }

        _packet.CopyTo(target);
    }

    private static void Digits(Span<byte> target, long value)
    {
        if (!Utf8Formatter.TryFormat(value, target, out int written) || written != target.Length)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{value} does not have {target.Length} digits."));
        }
    }
}
