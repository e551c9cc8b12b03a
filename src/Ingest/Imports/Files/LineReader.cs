using System.Security.Cryptography;
using System.Text;

namespace K3Monitor.Ingest.Imports.Files;

/// <summary>A line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Its text without the line's end; cut when <paramref name="TooLong"/>.</param>
/// <param name="TooLong">Whether it is longer than <see cref="LineReader.Longest"/> characters.</param>
/// <param name="Ended">Whether an end of line follows; a last line without one may have been cut off.</param>
internal readonly record struct TextLine(long Number, string Text, bool TooLong, bool Ended);

/// <summary>
/// Reads a file line by line and holds one line at most. Ends of lines are LF, CR LF or CR. The bytes are hashed on the
/// way, so that a file that changed between two readings is noticed.
/// </summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>A longer line is no row of measurements: it is refused, and what follows it is read.</summary>
    public const int Longest = 1 << 16;

    private const int Window = 1 << 16;
    private readonly SHA256 hash = SHA256.Create();
    private readonly CryptoStream stream;
    private readonly StreamReader reader;
    private readonly char[] buffer = new char[Window / 4];
    private readonly StringBuilder line = new();
    private int at;
    private int filled;
    private long number;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public LineReader(string path, Encoding encoding)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, Window, FileOptions.SequentialScan);
        stream = new CryptoStream(file, hash, CryptoStreamMode.Read);
        reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, Window);
    }

    /// <summary>SHA-256 of the bytes; null until the end was reached.</summary>
    public string? Sha256 => hash.Hash is { } done ? Convert.ToHexStringLower(done) : null;

    /// <summary>The next line; null at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are not of the encoding.</exception>
    public TextLine? Next()
    {
        line.Clear();
        bool any = false;
        bool tooLong = false;
        bool ended = false;
        while (Fill())
        {
            any = true;
            ReadOnlySpan<char> rest = buffer.AsSpan(at, filled - at);
            int end = rest.IndexOfAny('\n', '\r');
            ReadOnlySpan<char> part = end < 0 ? rest : rest[..end];
            tooLong |= line.Length + part.Length > Longest;
            line.Append(part[..Math.Min(part.Length, Longest - line.Length)]);
            at += part.Length;
            if (end < 0)
                continue;
            bool carriage = buffer[at++] == '\r';
            if (carriage && Fill() && buffer[at] == '\n')
                at++;
            ended = true;
            break;
        }

        if (!any)
            return null;
        number++;
        int begin = number == 1 && line.Length > 0 && line[0] == '\uFEFF' ? 1 : 0;
        return new TextLine(number, line.ToString(begin, line.Length - begin), tooLong, ended);
    }

    public void Dispose()
    {
        reader.Dispose();
        stream.Dispose();
        hash.Dispose();
    }

    private bool Fill()
    {
        if (at < filled)
            return true;
        try
        {
            (at, filled) = (0, reader.Read(buffer, 0, buffer.Length));
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException(FormattableString.Invariant($"after line {number}: a byte is no character of the encoding; --encoding says which it is"), e);
        }

        return filled > 0;
    }
}
