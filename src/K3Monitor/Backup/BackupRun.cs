using K3Monitor.App.Composition;
using K3Monitor.Ingest.Journal.Copying;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Sqlite;
using K3Monitor.Store.Telemetry.Embedded.Copying;

namespace K3Monitor.App.Backup;

/// <summary>
/// Copies a data folder while the product may be running on it. Only files are read; nothing is asked of the running
/// product, and nothing of it waits longer than for any reader.
/// </summary>
/// <remarks>
/// The order makes the copy consistent. Cursors are read first and the journal is copied last, so that the journal
/// reaches from behind what store and database had handled to beyond what they know: a product that starts from the copy
/// sees some records again and misses none. What was acknowledged before the backup began is in it.
/// </remarks>
internal sealed class BackupRun(DataFolder data, BackupTarget target, TimeProvider time, Action<long, long> progress, CancellationToken stop)
{
    private const int Attempts = 6;
    private readonly Dictionary<string, string> hashes = new(StringComparer.Ordinal);
    private long copied;
    private long total;

    /// <summary>What could not be copied because it was not there to be copied; the backup stands.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Makes the backup.</summary>
    /// <exception cref="IOException">Something cannot be read or written; nothing is left behind.</exception>
    public BackupNote Run()
    {
        total = SizeOf(data.Root);

        // Nearly everything lies in telemetry files, which never change: what is copied before the narrow part need not be copied in it.
        TelemetryState? telemetry = CopyTelemetry();
        DatabaseCounts? database = null;
        long end = 0;
        for (int attempt = 1; ; attempt++)
        {
            using JournalSnapshot journal = JournalSnapshot.Begin(data.Journal);
            telemetry = CopyTelemetry();
            journal.TakeHold();
            database = CopyDatabase();
            journal.TakeHold();
            IReadOnlyList<JournalPart> parts = journal.Parts();
            long missing = journal.Missing(parts);
            if (missing > 0 && attempt < Attempts)
                continue;
            if (missing > 0)
                Warnings.Add($"the journal lacks {missing} bytes in the middle, in the original too");
            CopyJournal(journal, parts);
            end = journal.End(parts);
            break;
        }

        if (telemetry is not null)
            Add(TelemetryName(TelemetryFolder.ManifestName), telemetry.Manifest);
        CopyOthers();
        var note = new BackupNote(BackupNote.KnownFormat, BackupNote.ThisProduct, time.GetUtcNow(), telemetry?.Samples ?? 0, telemetry?.DurablePosition ?? 0, end, database);
        Add(BackupNote.FileName, note.ToBytes());
        target.Add(BackupHashes.FileName, new MemoryStream(BackupHashes.Write(hashes)));
        target.Finish();
        return note;
    }

    /// <summary>Copies what a manifest names until nothing of it has gone meanwhile, and takes out what it no longer names.</summary>
    private TelemetryState? CopyTelemetry()
    {
        while (TelemetryFolder.Look(data.Telemetry) is { } state)
        {
            if (!state.Files.All(CopyPiece))
                continue;
            var named = state.Files.Select(TelemetryName).ToHashSet(StringComparer.Ordinal);
            foreach (string old in hashes.Keys.Where(n => n.StartsWith("telemetry/", StringComparison.Ordinal) && !named.Contains(n)).ToList())
            {
                target.Drop(old);
                hashes.Remove(old);
            }

            return state;
        }

        return null;
    }

    private bool CopyPiece(string file)
    {
        string name = TelemetryName(file);
        if (hashes.ContainsKey(name))
            return true;
        try
        {
            using HashedPart part = HashedPart.Open(Path.Combine(data.Telemetry, file));
            Add(name, part);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && TelemetryFolder.Look(data.Telemetry)?.Files.Contains(file) != true)
        {
            // Merged away since the manifest was read; the next manifest names what replaced it.
            return false;
        }
    }

    private DatabaseCounts? CopyDatabase()
    {
        string source = Path.Combine(data.Root, RelationalStoreSetup.FileName);
        if (!File.Exists(source))
            return null;
        string aside = target.Path + ".database";
        File.Delete(aside);
        try
        {
            DatabaseCopy.Make(source, aside);
            if (hashes.Remove(RelationalStoreSetup.FileName))
                target.Drop(RelationalStoreSetup.FileName);
            using (HashedPart part = HashedPart.Open(aside))
                Add(RelationalStoreSetup.FileName, part);
            return DatabaseCopy.Count(aside);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private void CopyJournal(JournalSnapshot journal, IReadOnlyList<JournalPart> parts)
    {
        foreach ((string name, byte[] content) in journal.Cursors)
            Add("journal/" + name, content);
        foreach (JournalPart part in parts)
        {
            using var stream = new HashedPart(part.Handle, part.Length, owner: false);
            Add("journal/" + part.Name, stream);
        }
    }

    /// <summary>Keys, and whatever else the product keeps beside them, as they are.</summary>
    private void CopyOthers()
    {
        foreach (string path in Directory.EnumerateFiles(data.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(data.Root, path).Replace(Path.DirectorySeparatorChar, '/');
            bool elsewhere = name.StartsWith("telemetry/", StringComparison.Ordinal) || name.StartsWith("journal/", StringComparison.Ordinal)
                || name.StartsWith(RelationalStoreSetup.FileName, StringComparison.Ordinal);
            if (elsewhere || name.EndsWith(".tmp", StringComparison.Ordinal))
                continue;
            using HashedPart part = HashedPart.Open(path);
            Add(name, part);
        }
    }

    private void Add(string name, ReadOnlyMemory<byte> content)
    {
        stop.ThrowIfCancellationRequested();
        hashes[name] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content.Span));
        target.Add(name, new MemoryStream(content.ToArray()));
    }

    private void Add(string name, HashedPart part)
    {
        stop.ThrowIfCancellationRequested();
        target.Add(name, part);
        hashes[name] = part.Sha256();
        copied += part.Length;
        progress(copied, Math.Max(total, copied));
    }

    private static string TelemetryName(string file) => "telemetry/" + file;

    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Exists ? f.Length : 0);
}
