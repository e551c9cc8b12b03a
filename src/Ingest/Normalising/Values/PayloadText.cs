using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace K3Monitor.Ingest.Normalising.Values;

/// <summary>
/// Payloads as text. A byte order mark is dropped. What is not UTF-8 is read as Latin-1 when its only bytes beyond ASCII are
/// the signs of units that PLCs write (° µ ² ³); any other byte would be a guess, and is none.
/// </summary>
internal static class PayloadText
{
    private static readonly SearchValues<byte> Readable = SearchValues.Create([.. Enumerable.Range(1, 127).Select(i => (byte)i), 0xB0, 0xB2, 0xB3, 0xB5]);

    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> payload) =>
        payload.Span.StartsWith("\uFEFF"u8) ? payload[3..] : payload;

    public static bool IsUtf8(ReadOnlySpan<byte> payload) => Utf8.IsValid(payload);

    /// <summary>The text, or null when the payload is none.</summary>
    public static string? Read(ReadOnlySpan<byte> payload)
    {
        if (IsUtf8(payload))
            return payload.Contains((byte)0) ? null : Encoding.UTF8.GetString(payload);
        return payload.IndexOfAnyExcept(Readable) < 0 ? Encoding.Latin1.GetString(payload) : null;
    }
}
