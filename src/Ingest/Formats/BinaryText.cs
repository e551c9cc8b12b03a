using System.Buffers.Text;
using System.Text;

namespace K3Monitor.Ingest.Formats;

/// <summary>Bytes that a gateway may publish as they are or as hexadecimal text.</summary>
internal static class BinaryText
{
    /// <summary>The bytes: decoded when the whole payload is an even number of hexadecimal digits.</summary>
    public static byte[] Bytes(this FieldMessage message)
    {
        ReadOnlySpan<byte> payload = message.Payload.Span.Trim(" \r\n\t"u8);
        return payload.Length is >= 4 and <= 2048 && payload.Length % 2 == 0 && FromHex(Encoding.Latin1.GetString(payload)) is { } bytes ? bytes : message.Payload.ToArray();
    }

    /// <summary>The bytes of hexadecimal text; null when it is none.</summary>
    public static byte[]? FromHex(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return null;
        }

        return text.Length % 2 == 0 ? Convert.FromHexString(text) : null;
    }

    /// <summary>The bytes of Base64 text; null when it is none.</summary>
    public static byte[]? FromBase64(string text) => Base64.IsValid(text) ? Convert.FromBase64String(text) : null;
}
