using System.ComponentModel;
using System.Runtime.InteropServices;

namespace K3Monitor.Store.Telemetry;

/// <summary>
/// Makes the names in a folder durable. A rename is only safe after a power cut once the folder itself is flushed;
/// .NET has no call for that, POSIX has.
/// </summary>
internal static partial class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Flushes the folder. Windows makes names durable by itself (NTFS journal), so nothing is done there.</summary>
    /// <exception cref="IOException">The folder cannot be opened or flushed.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(directory, ReadOnly);
        if (handle < 0)
            throw new IOException($"cannot open folder {directory}", new Win32Exception(Marshal.GetLastPInvokeError()));
        try
        {
            if (FSync(handle) != 0)
                throw new IOException($"cannot flush folder {directory}", new Win32Exception(Marshal.GetLastPInvokeError()));
        }
        finally
        {
            _ = Close(handle);
        }
    }

    /// <summary>Flushes a file that somebody else wrote.</summary>
    public static void FlushFile(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        file.Flush(flushToDisk: true);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
