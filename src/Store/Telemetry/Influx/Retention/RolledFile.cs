using System.Text.Json;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Influx.Retention;

/// <summary>A day on the server that was rolled up.</summary>
/// <param name="Day">The UTC day, <c>yyyy-MM-dd</c>.</param>
/// <param name="IsStale">Whether samples came since.</param>
/// <param name="RawGone">Channels whose samples were removed, as ranges.</param>
/// <param name="MinuteGone">Channels whose roll-ups of one minute were removed.</param>
/// <param name="QuarterGone">Channels whose roll-ups of fifteen minutes were removed.</param>
/// <param name="Leaving">A removal that was begun, and is not known to have ended.</param>
internal sealed record RolledDay(
    string Day, bool IsStale = false, string RawGone = "", string MinuteGone = "", string QuarterGone = "", Leaving? Leaving = null)
{
    public ChannelSet Gone(TelemetryLayer layer) => ChannelSet.Parse(layer switch
    {
        TelemetryLayer.Raw => RawGone,
        TelemetryLayer.Minute => MinuteGone,
        _ => QuarterGone,
    });

    public RolledDay With(TelemetryLayer layer, ChannelSet more)
    {
        string joined = Gone(layer).With(more.Channels).ToString();
        return layer switch
        {
            TelemetryLayer.Raw => this with { RawGone = joined },
            TelemetryLayer.Minute => this with { MinuteGone = joined },
            _ => this with { QuarterGone = joined },
        };
    }
}

/// <summary>A removal under way.</summary>
internal sealed record Leaving(TelemetryLayer Layer, string Channels);

/// <summary>
/// Which days of the server were rolled up, and what was removed of them; kept beside it, because it must be known before the
/// server is changed.
/// </summary>
internal sealed record RolledFile(int Format, IReadOnlyList<RolledDay> Days)
{
    private const int KnownFormat = 1;
    private const string FileName = "rollups.json";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Reads the file; without one nothing was rolled up.</summary>
    /// <exception cref="InvalidDataException">It is there but cannot be read.</exception>
    public static RolledFile Load(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return new RolledFile(KnownFormat, []);
        try
        {
            return JsonSerializer.Deserialize<RolledFile>(File.ReadAllBytes(path), Json) is { Format: KnownFormat, Days: not null } read
                ? read
                : throw new InvalidDataException($"{path}: is not of this version");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    public RolledDay? Find(DateOnly day) => Days.FirstOrDefault(d => d.Day == UtcDay.Name(day));

    public RolledFile With(RolledDay entry) => this with { Days = [.. Days.Where(d => d.Day != entry.Day).Append(entry).OrderBy(d => d.Day, StringComparer.Ordinal)] };

    /// <summary>Written aside, flushed, renamed, and the folder flushed.</summary>
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
}
