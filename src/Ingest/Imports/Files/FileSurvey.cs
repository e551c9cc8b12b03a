using System.Security.Cryptography;
using System.Text.Unicode;

namespace K3Monitor.Ingest.Imports.Files;

/// <summary>What the bytes of a file show, without reading a line of it.</summary>
/// <param name="Bytes">How many there are.</param>
/// <param name="Sha256">Their SHA-256, lower-case hexadecimal.</param>
/// <param name="Encoding">The encoding; null when none fits.</param>
/// <param name="Why">What it was recognised by, or why none fits.</param>
internal sealed record FileSurvey(long Bytes, string Sha256, string? Encoding, string Why)
{
    private const int Window = 1 << 16;

    /// <summary>Bytes that Windows-1252 gives no character.</summary>
    private static readonly byte[] NoWestern = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

    /// <summary>Reads the file once, in windows of 64 KiB.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<FileSurvey> OfAsync(string path, CancellationToken stopping)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, Window, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var look = new ByteLook();
            byte[] buffer = new byte[Window];
            int kept = 0;
            int read;
            while ((read = await file.ReadAsync(buffer.AsMemory(kept), stopping).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, kept, read);
                kept = look.Take(buffer, kept, kept + read);
            }

            (string? encoding, string why) = look.Conclude(kept);
            return new FileSurvey(look.Bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), encoding, why);
        }
    }

    /// <summary>Gathers what tells encodings apart. The odd end of a character is kept for the next window.</summary>
    private sealed class ByteLook
    {
        private string? mark;
        private bool utf8 = true;
        private bool ascii = true;
        private bool western = true;
        private long zeros;

        public long Bytes { get; private set; }

        public int Take(byte[] buffer, int from, int length)
        {
            ReadOnlySpan<byte> fresh = buffer.AsSpan(from, length - from);
            if (Bytes == 0)
                mark = MarkOf(fresh);
            Bytes += fresh.Length;
            zeros += fresh.Count((byte)0);
            ascii = ascii && !fresh.ContainsAnyExceptInRange((byte)0, (byte)0x7F);
            western = western && !fresh.ContainsAny(NoWestern);
            if (!utf8)
                return 0;
            ReadOnlySpan<byte> text = buffer.AsSpan(0, length);
            int keep = UnfinishedEnd(text);
            utf8 = Utf8.IsValid(text[..^keep]);
            text[^keep..].CopyTo(buffer);
            return keep;
        }

        public (string? Encoding, string Why) Conclude(int unfinished)
        {
            if (mark is not null)
                return mark == TextEncodings.Utf8 && (!utf8 || unfinished > 0) ? (null, "the mark at its beginning says UTF-8, and it is not") : (mark, "the mark (BOM) at its beginning");
            if (zeros > 0)
                return (null, "it holds zero bytes and no mark (BOM): binary, or UTF-16 whose byte order nobody says");
            if (ascii)
                return (TextEncodings.Utf8, "it holds ASCII only");
            if (utf8 && unfinished == 0)
                return (TextEncodings.Utf8, "every byte is valid UTF-8");
            return western ? (TextEncodings.Western, "it is not valid UTF-8, and every byte has a character in Windows-1252") : (null, "it is neither UTF-8 nor Windows-1252");
        }

        private static string? MarkOf(ReadOnlySpan<byte> start) =>
            start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? TextEncodings.Utf8
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? TextEncodings.Utf16Little
            : start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? TextEncodings.Utf16Big
            : null;

        /// <summary>How many bytes at the end begin a character of UTF-8 that is not whole: 0 to 3.</summary>
        private static int UnfinishedEnd(ReadOnlySpan<byte> text)
        {
            for (int back = 1; back <= 3 && back <= text.Length; back++)
            {
                byte b = text[^back];
                if (b < 0x80)
                    return 0;
                if (b >= 0xC0)
                    return (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) > back ? back : 0;
            }

            return 0;
        }
    }
}
