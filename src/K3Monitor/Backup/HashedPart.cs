using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace K3Monitor.App.Backup;

/// <summary>
/// The first bytes of a file as a stream that is read once, from front to back, and hashed on the way. Its length is that
/// of the moment it was opened, however the file grows meanwhile.
/// </summary>
internal sealed class HashedPart(SafeFileHandle handle, long length, bool owner) : Stream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long at;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => at;
        set
        {
            if (value != at)
                throw new NotSupportedException("it is read once, from front to back");
        }
    }

    /// <summary>Opens a whole file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static HashedPart Open(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        return new HashedPart(handle, RandomAccess.GetLength(handle), owner: true);
    }

    /// <summary>SHA-256 of what was read, in lower-case hexadecimal; call it once, at the end.</summary>
    public string Sha256() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, length - at);
        int read = wanted == 0 ? 0 : RandomAccess.Read(handle, buffer[..wanted], at);
        if (read == 0 && wanted > 0)
            throw new EndOfStreamException("the file became shorter while it was read");
        hash.AppendData(buffer[..read]);
        at += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin)
    {
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => at + offset, _ => length + offset };
        return at;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            if (owner)
                handle.Dispose();
        }

        base.Dispose(disposing);
    }
}
