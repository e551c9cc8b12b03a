using DuckDB.NET.Data;

namespace K3Monitor.Store.Telemetry.Embedded.Copying;

/// <summary>What makes up an embedded store at one moment.</summary>
/// <param name="Manifest">The manifest, byte for byte; its file is named <see cref="TelemetryFolder.ManifestName"/>.</param>
/// <param name="Files">The files that it names, of samples and of roll-ups, as paths below the folder with forward slashes.</param>
/// <param name="DurablePosition">Journal position up to which the files hold everything.</param>
/// <param name="Samples">How many samples lie in the files.</param>
public sealed record TelemetryState(ReadOnlyMemory<byte> Manifest, IReadOnlyList<string> Files, long DurablePosition, long Samples);

/// <summary>
/// Looks at the folder of an embedded store from outside, also while another process writes it: a file that the manifest
/// names is never changed, only deleted once a later manifest no longer names it.
/// </summary>
/// <remarks>Safe from any thread; nothing is kept open.</remarks>
public static class TelemetryFolder
{
    /// <summary>Name of the manifest's file.</summary>
    public const string ManifestName = Embedded.Manifest.FileName;

    /// <summary>The state at this moment; null when the folder holds no store.</summary>
    /// <exception cref="InvalidDataException">The manifest cannot be read.</exception>
    public static TelemetryState? Look(string directory)
    {
        string path = Path.Combine(directory, ManifestName);
        if (!File.Exists(path))
            return null;
        byte[] bytes = File.ReadAllBytes(path);
        Manifest manifest = Manifest.Parse(bytes, path);
        return new TelemetryState(bytes, [.. manifest.AllFiles.Select(f => f.Name)], manifest.DurablePosition, manifest.Files.Sum(f => f.Rows));
    }

    /// <summary>Counts the samples by opening every file that the manifest names.</summary>
    /// <exception cref="InvalidDataException">The manifest or a file cannot be read.</exception>
    public static long CountSamples(string directory)
    {
        if (Look(directory) is not { } state)
            return 0;
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        long samples = 0;
        foreach (string file in Manifest.Load(directory).Files.Select(f => f.Name))
        {
            string path = Path.Combine(directory, file);
            try
            {
                using DuckDBCommand command = connection.CreateCommand();
                command.CommandText = $"SELECT count(*) FROM {Sql.Files([path])}";
                samples += (long)command.ExecuteScalar()!;
            }
            catch (DuckDBException e)
            {
                throw new InvalidDataException($"{path}: {e.Message}", e);
            }
        }

        return samples;
    }
}
