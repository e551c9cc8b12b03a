using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>MQTT 3.1.1 byte by byte, for what no library would send.</summary>
internal sealed class RawMqtt : IDisposable
{
    private readonly TcpClient tcp = new();

    private NetworkStream Stream => tcp.GetStream();

    /// <summary>Connects and signs in.</summary>
    public static async Task<RawMqtt> SignInAsync(int port, Credential device)
    {
        var raw = new RawMqtt();
        await raw.tcp.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
        byte[] body = [.. Text("MQTT"), 4, 0xC2, 0, 60, .. Text(device.UserName), .. Text(device.UserName), .. Text(device.Password)];
        byte[] connect = [0x10, .. Length(body.Length), .. body];
        await raw.SendAsync(connect).ConfigureAwait(false);
        byte[] answer = new byte[4];
        await raw.Stream.ReadExactlyAsync(answer).ConfigureAwait(false);
        Assert.Equal(new byte[] { 0x20, 2, 0, 0 }, answer);
        return raw;
    }

    /// <summary>The beginning of a publish of QoS 1 that says how long it is, up to its payload.</summary>
    public static byte[] PublishHead(string topic, int payload)
    {
        byte[] head = [.. Text(topic), 0, 1];
        return [0x32, .. Length(head.Length + payload), .. head];
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => Stream.WriteAsync(bytes).AsTask();

    /// <summary>Sends until everything is gone or the other side has ended the connection; whether it has.</summary>
    public async Task<bool> IsShutOutAsync(ReadOnlyMemory<byte> bytes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            for (int at = 0; at < bytes.Length; at += 65536)
                await Stream.WriteAsync(bytes.Slice(at, Math.Min(65536, bytes.Length - at)), limit.Token).ConfigureAwait(false);
            return await Stream.ReadAsync(new byte[16], limit.Token).ConfigureAwait(false) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => tcp.Dispose();

    private static byte[] Text(string text)
    {
        byte[] bytes = new byte[2 + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(bytes.Length - 2));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(2));
        return bytes;
    }

    private static List<byte> Length(int length)
    {
        List<byte> bytes = [];
        do
        {
            bytes.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        return bytes;
    }
}
