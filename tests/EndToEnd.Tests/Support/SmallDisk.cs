using System.ComponentModel;
using System.Globalization;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A file system of a few MiB, to be filled up. Only whoever may mount can have one; for others the test is skipped.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string path;

    private SmallDisk(string path) => this.path = path;

    private string Ballast => Path.Combine(path, "ballast");

    public static async Task<SmallDisk> MountAsync(string path, int mebibytes)
    {
        Directory.CreateDirectory(path);
        string size = string.Create(CultureInfo.InvariantCulture, $"size={mebibytes}m");
        try
        {
            Ended mounted = await Programs.RunAsync(Programs.Other("mount", ["-t", "tmpfs", "-o", size, "tmpfs", path]), []).ConfigureAwait(false);
            Assert.SkipWhen(mounted.Code != 0, $"no small file system can be mounted here (needs root): {mounted.Error}");
        }
        catch (Win32Exception absent)
        {
            Assert.Skip($"no mount here: {absent.Message}");
        }

        return new SmallDisk(path);
    }

    /// <summary>Takes all the room that there is at this moment.</summary>
    public void Fill()
    {
        byte[] piece = new byte[4096];
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        try
        {
            while (true)
                file.Write(piece);
        }
        catch (IOException)
        {
            // Full, as asked.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Empty() => File.Delete(Ballast);

    public async ValueTask DisposeAsync() => (await Programs.RunAsync(Programs.Other("umount", [path]), []).ConfigureAwait(false)).Succeeded();
}
