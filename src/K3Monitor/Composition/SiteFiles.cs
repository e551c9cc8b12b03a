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
        var read = new List<SiteFile>();
        foreach (string file in files)
        {
            SiteReading reading = SiteFileReader.Read(await File.ReadAllTextAsync(file).ConfigureAwait(false), file);
            faults.AddRange(reading.Faults.Select(f => f.ToString()));
            if (reading.File is { } sound)
                read.Add(sound);
        }

        if (faults.Count > 0)
            return [];
        var imports = new List<SiteImport>();
        foreach (SiteFile file in read)
            imports.Add(await services.GetRequiredService<ISiteImporter>().ImportAsync(CommandLine.Scope, file, CancellationToken.None).ConfigureAwait(false));
        return imports;
    }
}
