using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Users;

namespace K3Monitor.App.Composition;

/// <summary>Brings site files into the database.</summary>
internal static class SiteFiles
{
    /// <summary>Imports files one after the other; the faults of all are gathered before any is imported.</summary>
    /// <returns>The imports; none when there is any fault.</returns>
    public static async Task<IReadOnlyList<SiteImport>> ImportAsync(IServiceProvider services, IReadOnlyList<string> files, List<string> faults)
    {
        IReadOnlyList<SiteFile> read = await ReadAsync(files, faults).ConfigureAwait(false);
        return faults.Count > 0 ? [] : await ImportAsync(services, read, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Reads files; the faults of all are gathered.</summary>
    public static async Task<IReadOnlyList<SiteFile>> ReadAsync(IReadOnlyList<string> files, List<string> faults)
    {
        var read = new List<SiteFile>();
        foreach (string file in files)
        {
            SiteReading reading = SiteFileReader.Read(await File.ReadAllTextAsync(file).ConfigureAwait(false), file);
            faults.AddRange(reading.Faults.Select(f => f.ToString()));
            if (reading.File is { } sound)
                read.Add(sound);
        }

        return read;
    }

    /// <summary>Imports what was read, one file after the other.</summary>
    public static async Task<IReadOnlyList<SiteImport>> ImportAsync(IServiceProvider services, IReadOnlyList<SiteFile> read, CancellationToken cancellationToken)
    {
        var imports = new List<SiteImport>();
        foreach (SiteFile file in read)
            imports.Add(await services.GetRequiredService<ISiteImporter>().ImportAsync(CommandLine.Scope, file, cancellationToken).ConfigureAwait(false));
        return imports;
    }
}
