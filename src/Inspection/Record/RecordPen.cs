using System.Text.Json;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Records;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Record;

/// <summary>Who did it: a person, or a job of the product.</summary>
/// <param name="Id">Key of the user, or name of the job.</param>
/// <param name="Name">Name on pages.</param>
internal readonly record struct RecordActor(string Id, string Name)
{
    public static RecordActor Rules { get; } = new("job/rules", "K3Monitor");

    public static RecordActor Of(AccessScope scope) => new(scope.UserId, scope.DisplayName);
}

/// <summary>
/// Writes rows of the record within a transaction that somebody else has begun, so that an act and its row are one:
/// both happen or neither does.
/// </summary>
/// <remarks>Used under the writer only, beside which nobody writes: the chain has one end.</remarks>
internal sealed class RecordPen
{
    private readonly K3Context context;
    private long sequence;
    private string hash;

    private RecordPen(K3Context context, long sequence, string hash)
    {
        this.context = context;
        this.sequence = sequence;
        this.hash = hash;
    }

    /// <summary>Finds the end of the chain.</summary>
    public static async Task<RecordPen> OpenAsync(K3Context context, CancellationToken cancellationToken)
    {
        var last = await context.Record.AsNoTracking().OrderByDescending(e => e.Sequence)
            .Select(e => new { e.Sequence, e.Hash }).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return new RecordPen(context, last?.Sequence ?? 0, last?.Hash ?? RecordChain.Genesis);
    }

    /// <summary>Adds a row; it is saved with everything else of the transaction.</summary>
    public void Write(Instant at, string kind, string subject, RecordActor actor, string cause, string? note, object facts)
    {
        var entry = new RecordEntry
        {
            Sequence = ++sequence,
            At = at,
            Kind = kind,
            Subject = subject,
            ActorId = actor.Id,
            ActorName = StoredText.Clean(actor.Name),
            Cause = StoredText.Clean(cause),
            Note = note is null ? null : StoredText.Clean(note),
            Payload = JsonSerializer.Serialize(facts, RecordJson.Options),
            PreviousHash = hash,
            Hash = "",
        };
        hash = entry.Hash = RecordChain.HashOf(entry);
        context.Record.Add(entry);
    }
}
