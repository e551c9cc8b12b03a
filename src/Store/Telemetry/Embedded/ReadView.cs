using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>The memory and the files that one reading looks at, as they were at one moment; held until it ends.</summary>
internal sealed class ReadView(IReadOnlyList<HotSamples> hot, FileSet.Lease lease) : IDisposable
{
    /// <summary>Whether any file may hold rows.</summary>
    public bool HasFiles => lease.Paths.Count > 0;

    /// <summary>The rows of one channel in a window that lie in files, as a sub-query.</summary>
    public string FileRows(int channel, TimeRange range) =>
        $"(SELECT time_us, seq, value, flags, received_us FROM {Sql.Files(lease.Paths)} WHERE channel = {Sql.Number(channel)} " +
        $"AND time_us >= {Sql.Number(range.Start.UnixMicroseconds)} AND time_us < {Sql.Number(range.End.UnixMicroseconds)})";

    /// <summary>The rows of one channel in a window that lie in memory.</summary>
    public List<ChannelSample> HotRows(int channel, TimeRange range)
    {
        var rows = new List<ChannelSample>();
        foreach (HotSamples samples in hot)
            samples.CopyTo(rows, channel, range);
        return rows;
    }

    public void Dispose() => lease.Dispose();
}
