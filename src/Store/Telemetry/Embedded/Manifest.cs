using System.Globalization;
using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>One Parquet file of the store.</summary>
/// <param name="Name">Path below the store's folder, with forward slashes.</param>
/// <param name="Day">UTC day of every sample in it, <c>yyyy-MM-dd</c>; for samples that came long after they were measured their year, <c>yyyy</c>.</param>
/// <param name="Merged">Whether it came from merging pieces.</param>
/// <param name="FirstChannel">Lowest channel in it.</param>
/// <param name="LastChannel">Highest channel in it.</param>
/// <param name="FirstTime">Earliest sample, µs since the epoch.</param>
/// <param name="LastTime">Latest sample, µs since the epoch.</param>
/// <param name="Rows">How many samples, or windows of a roll-up.</param>
/// <param name="Content">Version of the manifest that brought the newest of them; a merge keeps it. 0 in files of before there were roll-ups.</param>
internal sealed record StoreFile(
    string Name, string Day, bool Merged, int FirstChannel, int LastChannel, long FirstTime, long LastTime, long Rows, long Content = 0)
{
    public bool MayHold(int channel, TimeRange range) =>
        channel >= FirstChannel && channel <= LastChannel
        && LastTime >= range.Start.UnixMicroseconds && FirstTime < range.End.UnixMicroseconds;
}

/// <summary>A day that was rolled up.</summary>
/// <param name="Day">The UTC day, <c>yyyy-MM-dd</c>.</param>
/// <param name="MadeFrom">Version of the manifest whose samples the roll-ups were made from.</param>
/// <param name="Made">How often they were made.</param>
/// <param name="Minute">Roll-ups of one minute; null when there are none, or no longer.</param>
/// <param name="Quarter">Roll-ups of fifteen minutes; null when there are none, or no longer.</param>
/// <param name="RawGone">Channels whose samples were removed, as ranges.</param>
/// <param name="MinuteGone">Channels whose roll-ups of one minute were removed.</param>
/// <param name="QuarterGone">Channels whose roll-ups of fifteen minutes were removed.</param>
internal sealed record RolledDay(
    string Day, long MadeFrom, int Made, StoreFile? Minute, StoreFile? Quarter, string RawGone = "", string MinuteGone = "", string QuarterGone = "")
{
    /// <summary>The files that it names.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<StoreFile> Files => new[] { Minute, Quarter }.OfType<StoreFile>();
}

/// <summary>The newest sample of a channel as the manifest keeps it over restarts.</summary>
internal sealed record LastRow(int Channel, long Time, double Value, int Flags, long Received);

/// <summary>
/// Which files make up the store, and up to which journal position. A file that the manifest does not name does not
/// exist: only the rename of the manifest makes a flush or a merge true.
/// </summary>
internal sealed record Manifest(
    int Format, long Version, long DurablePosition, IReadOnlyList<StoreFile> Files, IReadOnlyList<LastRow> Last, IReadOnlyList<RolledDay>? Days = null)
{
    private const int KnownFormat = 1;
    internal const string FileName = "manifest.json";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The days that were rolled up, in order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<RolledDay> Rolled => Days ?? [];

    /// <summary>Every file that it names, of samples and of roll-ups.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<StoreFile> AllFiles => Files.Concat(Rolled.SelectMany(d => d.Files));

    public static Manifest Empty { get; } = new(KnownFormat, 0, 0, [], []);

    /// <summary>Reads the manifest; an empty folder has an empty one.</summary>
    /// <exception cref="InvalidDataException">It is there but cannot be read: the store refuses to start over the data.</exception>
    public static Manifest Load(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return Empty;
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a manifest's bytes; <paramref name="path"/> is only for the words of a fault.</summary>
    /// <exception cref="InvalidDataException">They are no manifest that this version knows.</exception>
    public static Manifest Parse(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            Manifest? read = JsonSerializer.Deserialize<Manifest>(bytes, Json);
            if (read is { Format: KnownFormat, Files: not null, Last: not null })
                return read;
            throw new InvalidDataException($"{path}: format {read?.Format.ToString(CultureInfo.InvariantCulture) ?? "none"} is not {KnownFormat}");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Makes this the manifest: written aside, flushed, renamed over the old one, and the folder flushed.</summary>
    public void Save(string directory)
    {
        string path = Path.Combine(directory, FileName);
        string aside = path + ".tmp";
        using (FileStream file = new(aside, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
        DurableFolder.Flush(directory);
    }

    public static string YearOf(long microseconds) =>
        new Instant(microseconds).ToDateTimeOffset().ToString("yyyy", CultureInfo.InvariantCulture);

    public static string DayOf(long microseconds) =>
        new Instant(microseconds).ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
