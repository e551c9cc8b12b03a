using System.Text.Json;

namespace K3Monitor.Store.Telemetry.Influx;

/// <summary>
/// What is kept beside a server: up to which journal position it has everything, and which installation its samples
/// belong to.
/// </summary>
internal sealed record PositionFile(int Format, string Installation, long Position)
{
    private const int KnownFormat = 1;
    private const string FileName = "influx.json";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Reads the file; without one a new installation begins.</summary>
    /// <exception cref="InvalidDataException">It is there but cannot be read.</exception>
    public static PositionFile Load(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            var begun = new PositionFile(KnownFormat, Guid.NewGuid().ToString("N"), 0);
            begun.Save(directory);
            return begun;
        }

        try
        {
            PositionFile? read = JsonSerializer.Deserialize<PositionFile>(File.ReadAllBytes(path), Json);
            if (read is { Format: KnownFormat, Installation.Length: 32, Position: >= 0 })
                return read;
            throw new InvalidDataException($"{path}: is not a position of this version");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

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
