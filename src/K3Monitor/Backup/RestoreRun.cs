using System.Security.Cryptography;
using System.Text;
using K3Monitor.App.Composition;
using K3Monitor.Ingest.Journal;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Sqlite;
using K3Monitor.Store.Telemetry.Embedded.Copying;

namespace K3Monitor.App.Backup;

/// <summary>
/// Brings a backup into an empty data folder: copied aside and verified file by file, opened and counted, and only then
/// given its name. When anything is wrong, all of it is named and nothing is left behind.
/// </summary>
internal sealed class RestoreRun(string source, DataFolder data, TimeProvider time, Action<long, long> progress, CancellationToken stop)
{
    private readonly string aside = data.Root + ".restoring";

    /// <summary>What is wrong; the restore is done only when it stays empty.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What was found that does not stand in the way.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>Restores; null when <see cref="Faults"/> holds any.</summary>
    /// <exception cref="IOException">The data folder is not empty, or something cannot be read or written.</exception>
    public BackupNote? Run()
    {
        if (Directory.Exists(data.Root) && Directory.EnumerateFileSystemEntries(data.Root).Any())
            throw new IOException($"{data.Root}: is not empty; a backup is restored only into an empty or absent folder");
        if (Directory.Exists(aside))
            throw new IOException($"{aside}: another restore writes there, or one was cut off: delete it first");
        try
        {
            PrivateFiles.CreateFolder(aside);
            Dictionary<string, string> found = Unpack();
            BackupNote? note = Verify(found);
            if (note is not null && Faults.Count == 0)
                Open(note, new DataFolder(aside));
            if (Faults.Count > 0)
                return null;
            if (Directory.Exists(data.Root))
                Directory.Delete(data.Root);
            Directory.Move(aside, data.Root);
            return note;
        }
        finally
        {
            if (Directory.Exists(aside))
                Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Copies every file and tells its hash.</summary>
    private Dictionary<string, string> Unpack()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        long done = 0;
        byte[] buffer = new byte[1 << 17];
        foreach ((string name, Stream content) in BackupSource.Files(source))
        {
            stop.ThrowIfCancellationRequested();
            string path = Path.Combine(aside, name.Replace('/', Path.DirectorySeparatorChar));
            PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
            using FileStream target = PrivateFiles.Create(path, FileMode.Create);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int read = content.Read(buffer); read > 0; read = content.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
                target.Write(buffer, 0, read);
                done += read;
            }

            target.Flush(flushToDisk: true);
            found[name] = Convert.ToHexStringLower(hash.GetHashAndReset());
            progress(done, done);
        }

        return found;
    }

    private BackupNote? Verify(Dictionary<string, string> found)
    {
        if (!found.ContainsKey(BackupHashes.FileName))
        {
            Faults.Add($"{source}: has no {BackupHashes.FileName}: it is no backup, or one that was never finished");
            return null;
        }

        Dictionary<string, string> listed = BackupHashes.Read(File.ReadAllText(Path.Combine(aside, BackupHashes.FileName), Encoding.UTF8), Faults);
        foreach ((string name, string hash) in listed.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            if (!found.TryGetValue(name, out string? actual))
                Faults.Add($"{name}: is missing");
            else if (!string.Equals(actual, hash, StringComparison.OrdinalIgnoreCase))
                Faults.Add($"{name}: is damaged: its SHA-256 is {actual}, not {hash}");
        }

        foreach (string name in found.Keys.Where(n => n != BackupHashes.FileName && !listed.ContainsKey(n)))
        {
            File.Delete(Path.Combine(aside, name));

            // A piece that was merged while an archive was written stays in it; what replaced it is there too.
            if (!name.StartsWith("telemetry/", StringComparison.Ordinal))
                Remarks.Add($"{name}: is not listed in {BackupHashes.FileName} and was left out");
        }

        if (Faults.Count > 0)
            return null;
        if (listed.ContainsKey(BackupNote.FileName))
            return BackupNote.Parse(File.ReadAllBytes(Path.Combine(aside, BackupNote.FileName)));
        Faults.Add($"{BackupNote.FileName}: is missing");
        return null;
    }

    /// <summary>Opens each part as the product would and holds it against what the backup says of itself.</summary>
    private void Open(BackupNote note, DataFolder folder)
    {
        File.Delete(Path.Combine(aside, BackupNote.FileName));
        File.Delete(Path.Combine(aside, BackupHashes.FileName));
        long samples = TelemetryFolder.CountSamples(folder.Telemetry);
        if (samples != note.Samples)
            Faults.Add($"telemetry: holds {samples} samples, and the backup says {note.Samples}");
        if (note.Database is { } expected && DatabaseCopy.Count(Path.Combine(folder.Root, RelationalStoreSetup.FileName)) is var actual && actual != expected)
            Faults.Add($"{RelationalStoreSetup.FileName}: holds {actual}, and the backup says {expected}");
        if (Directory.Exists(folder.Journal))
            OpenJournal(note, folder).GetAwaiter().GetResult();
    }

    private async Task OpenJournal(BackupNote note, DataFolder folder)
    {
        Journal journal = Journal.Open(folder.Journal, new JournalOptions(), time);
        await using (journal.ConfigureAwait(false))
        {
            // The last frame may have been on its way to the disk when it was copied: not acknowledged, and cut off here.
            foreach (JournalFinding finding in journal.Recovery.Findings.Where(f => f.Damage != JournalDamage.TornTail))
                Remarks.Add($"journal: {finding.Damage} at {finding.Position}, {finding.Bytes} bytes in {finding.File}");
            if (journal.DurablePosition < note.StorePosition)
                Faults.Add($"journal: ends at {journal.DurablePosition}, before the {note.StorePosition} up to which the telemetry files were filled");
        }
    }
}
