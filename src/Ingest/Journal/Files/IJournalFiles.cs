namespace K3Monitor.Ingest.Journal.Files;

/// <summary>The disk as the journal sees it: one folder. The seam at which tests fill the disk, tear a write or lose power.</summary>
internal interface IJournalFiles : IDisposable
{
    IReadOnlyList<string> Names();

    /// <summary>Opens a file for reading and writing, creating it when absent. The new name is durable only after <see cref="SyncNames"/>.</summary>
    IJournalFile Open(string name);

    /// <summary>Opens a file for reading only; throws <see cref="FileNotFoundException"/> when it is absent.</summary>
    IJournalFile OpenForReading(string name);

    void Delete(string name);

    byte[] ReadAll(string name);

    /// <summary>Puts new content in place of the old so that after a power cut either the old or the new is there, whole.</summary>
    void Replace(string name, ReadOnlySpan<byte> content);

    /// <summary>Makes creations, renames and deletions durable.</summary>
    void SyncNames();
}

/// <summary>One open file. Reads may run beside writes.</summary>
internal interface IJournalFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to the buffer's length; less only at the end of the file.</summary>
    int Read(long offset, Span<byte> buffer);

    void Write(long offset, ReadOnlySpan<byte> content);

    void Truncate(long length);

    void Sync();
}
