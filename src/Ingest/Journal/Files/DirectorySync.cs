using System.Runtime.InteropServices;
using System.Text;

namespace K3Monitor.Ingest.Journal.Files;

/// <summary>
/// Makes the names in a folder durable. On Unix a new, renamed or deleted file is safe from a power cut only after fsync on its folder,
/// which .NET has no call for. NTFS journals its names itself, so on Windows there is nothing to do.
/// </summary>
internal static class DirectorySync
{
    private const int ReadOnly = 0;

    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0) throw Failed("open", folder);
        try
        {
            if (fsync(descriptor) != 0) throw Failed("fsync", folder);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static IOException Failed(string call, string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call} of folder {folder}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
