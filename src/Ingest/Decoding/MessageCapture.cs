using System.Text;
using System.Text.Json;
using K3Monitor.Ingest.Formats;

namespace K3Monitor.Ingest.Decoding;

/// <summary>A message of a capture.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its payload.</param>
public sealed record CapturedMessage(string Topic, byte[] Payload);

/// <summary>Captured messages, one JSON object a line: <c>{"topic","payload"}</c>, or <c>"payload_base64"</c> for bytes. Other members are passed over.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class MessageCapture
{
    /// <summary>The messages in their order; null when the bytes are no capture.</summary>
    public static IReadOnlyList<CapturedMessage>? Read(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (!bytes.AsSpan().StartsWith("{"u8) || bytes.AsSpan().IndexOf("\"topic\""u8) is < 0 or > 200)
            return null;
        var messages = new List<CapturedMessage>();
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            if (One(line) is not { } message)
                return null;
            messages.Add(message);
        }

        return messages.Count > 0 ? messages : null;
    }

    private static CapturedMessage? One(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement json = document.RootElement;
            if (json.Word("topic") is not { } topic)
                return null;
            byte[]? payload = json.Word("payload_base64") is { } text ? BinaryText.FromBase64(text) : json.Word("payload") is { } plain ? Encoding.UTF8.GetBytes(plain) : null;
            return payload is null ? null : new CapturedMessage(topic, payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
