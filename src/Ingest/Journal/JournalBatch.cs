using System.Collections.Immutable;

namespace K3Monitor.Ingest.Journal;

/// <summary>One record as it was appended.</summary>
/// <param name="Kind">The kind byte given to <see cref="Journal.Append(byte, ReadOnlySpan{byte})"/>; its meaning belongs to the caller.</param>
/// <param name="Position">Where the record lies in the journal, in bytes since its very beginning. Grows from record to record, never reused once durable.</param>
/// <param name="Content">The record's bytes. Owned by the reader: never written again, valid as long as it is held.</param>
public readonly record struct JournalRecord(byte Kind, long Position, ReadOnlyMemory<byte> Content);

/// <summary>Durable records handed to a consumer together, in the order in which they were appended. Immutable.</summary>
/// <param name="Records">At least one record.</param>
/// <param name="Next">The position behind the last record: what to <see cref="Journal.Save"/> once all records are handled.</param>
/// <param name="SkippedBytes">
/// Bytes of journal that lay between the previous batch of this reader and this one and could not be read: damage or a missing segment.
/// 0 when nothing is missing. What it held is unknown and is our own fault, not the sender's.
/// </param>
public sealed record JournalBatch(ImmutableArray<JournalRecord> Records, long Next, long SkippedBytes);
