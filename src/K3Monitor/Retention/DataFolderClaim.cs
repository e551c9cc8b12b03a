using K3Monitor.App.Composition;

namespace K3Monitor.App.Retention;

/// <summary>
/// Says that this process keeps the telemetry store of a data folder. The operating system takes the claim back when the process ends,
/// however it ends.
/// </summary>
internal sealed class DataFolderClaim : IDisposable
{
    private readonly FileStream file;

    private DataFolderClaim(FileStream file) => this.file = file;

    /// <summary>Claims the folder; null when another process has.</summary>
    public static DataFolderClaim? TryTake(DataFolder data)
    {
        // It lies where a backup takes only what the store's manifest names.
        Directory.CreateDirectory(data.Telemetry);
        try
        {
            return new DataFolderClaim(new FileStream(Path.Combine(data.Telemetry, "keeper.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
