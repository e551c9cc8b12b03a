namespace K3Monitor.Ingest.Intake;

/// <summary>The real journal as the intake sees it.</summary>
internal sealed class JournalAppender(Journal.Journal journal) : IJournalAppender
{
    public bool IsFull => journal.IsFull;

    public Task Append(byte kind, ReadOnlySpan<byte> record) => journal.Append(kind, record);

    public Task WaitForRoomAsync(CancellationToken cancellationToken) => journal.WaitForRoomAsync(cancellationToken);
}
