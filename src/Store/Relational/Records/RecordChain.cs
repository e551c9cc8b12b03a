using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace K3Monitor.Store.Relational.Records;

/// <summary>How a row of the record is hashed. The form is fixed: whoever checks the record years later computes the same.</summary>
/// <remarks>
/// SHA-256 over, in this order: sequence and time (µs since the epoch) as 8 bytes each, most significant first; then
/// kind, subject, actor key, actor name, cause, note, payload and previous hash, each as its length in UTF-8 bytes
/// (4 bytes, most significant first; −1 for a note that is null) followed by the bytes. Lengths keep two
/// neighbouring fields from being shifted into one another.
/// </remarks>
public static class RecordChain
{
    /// <summary>What the first row has as previous hash.</summary>
    public static string Genesis { get; } = new('0', 64);

    /// <summary>The hash that the row should carry.</summary>
    public static string HashOf(RecordEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, entry.Sequence);
        Add(hash, entry.At.UnixMicroseconds);
        foreach (string? field in (string?[])[entry.Kind, entry.Subject, entry.ActorId, entry.ActorName, entry.Cause, entry.Note, entry.Payload, entry.PreviousHash])
            Add(hash, field);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, string? text)
    {
        byte[] utf8 = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : utf8.Length);
        hash.AppendData(length);
        hash.AppendData(utf8);
    }
}
