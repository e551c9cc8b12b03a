using K3Monitor.Store.Access;

namespace K3Monitor.Inspection.Imports;

/// <summary>A file that shall be imported.</summary>
/// <param name="Site">Slug of the site.</param>
/// <param name="Path">Where the file lies.</param>
/// <param name="FileName">What it is called, in the record and in messages.</param>
/// <param name="Declaration">What a person says of it.</param>
/// <param name="RejectsPath">A new file for all rejects as CSV; null for none.</param>
public sealed record ImportRequest(string Site, string Path, string FileName, ImportDeclaration Declaration, string? RejectsPath = null);

/// <summary>Imports files of measured values: shows first, writes then.</summary>
/// <remarks>Safe from any thread. A file is streamed: memory does not grow with it.</remarks>
public interface IImportDesk
{
    /// <summary>Recognises the file and reads it whole; writes nothing but the rejects file.</summary>
    /// <exception cref="IOException">The file cannot be read, or the rejects file is there already.</exception>
    Task<ImportReport> InspectAsync(AccessScope scope, ImportRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// The same, and writes the samples. Ends when all of them are durable and the record tells it. With faults nothing is
    /// written; nor when the same bytes were imported to the site before, unless <paramref name="again"/>: then what is stored
    /// already is not stored twice.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or changed meanwhile, or nothing can be stored at present.</exception>
    /// <exception cref="UnauthorizedAccessException">The caller may not change anything.</exception>
    Task<ImportReport> ApplyAsync(AccessScope scope, ImportRequest request, bool again, CancellationToken cancellationToken);
}
