using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using K3Monitor.FirmwareSim.Load;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>One device's PUBLISH packet of QoS 1 with one H2S sample, encoded once; a message is a copy with other digits.</summary>
internal sealed class NumberedMessage
{
    // JSON allows no leading zeros, so the device's own numbers start where they already have all their digits.
    private const int FirstSequence = 1_000_000_000;
    private const string Sample = """{"ts":0000000000000,"seq":0000000000,"v":{"h2s":0.00}}""";
    private const string Breach = "12.5";
    private static readonly int TimeAt = Sample.IndexOf("0000000000000", StringComparison.Ordinal);
    private static readonly int SequenceAt = Sample.IndexOf("\"seq\":", StringComparison.Ordinal) + 6;
    private static readonly int ValueAt = Sample.IndexOf("0.00", StringComparison.Ordinal);

    private readonly byte[] packet;
    private readonly int identifierAt;
    private readonly int payloadAt;

    public NumberedMessage(string topic) =>
        packet = MqttFrames.Publish(topic, Encoding.UTF8.GetBytes(Sample), 1, out identifierAt, out payloadAt);

    public int Length => packet.Length;

    /// <summary>What a sample of a number says, ppm: 12.5 in a breach of the ceiling, else two digits that tell the number.</summary>
    public static double ValueOf(int number, bool breach) => breach ? 12.5 : Cents(number) / 100.0;

    /// <summary>Writes a message.</summary>
    public void Write(Span<byte> target, ushort identifier, long time, int number, bool breach)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(identifierAt), identifier);
        Span<byte> payload = packet.AsSpan(payloadAt);
        Utf8Formatter.TryFormat(time, payload[TimeAt..], out _);
        Utf8Formatter.TryFormat(FirstSequence + number, payload[SequenceAt..], out _);
        Encoding.UTF8.GetBytes(breach ? Breach : "0.", payload[ValueAt..]);
        if (!breach)
            Utf8Formatter.TryFormat(Cents(number), payload[(ValueAt + 2)..], out _);
        packet.CopyTo(target);
    }

    // Below the ceiling of 1 ppm, and always two digits.
    private static int Cents(int number) => 10 + (number % 80);
}
