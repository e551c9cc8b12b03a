using Microsoft.EntityFrameworkCore.Storage;

namespace K3Monitor.Store.Relational.Opening;

/// <summary>What a failed write calls for.</summary>
internal enum WriteFault
{
    /// <summary>It would fail again.</summary>
    Final,

    /// <summary>Another process was writing, or was first with a key: done again, it succeeds or finds what the other wrote.</summary>
    Contended,

    /// <summary>The database was not there, or the connection was one that it had closed.</summary>
    Away,
}

/// <summary>Everything in which one database differs from another. All of it lies in one folder a database.</summary>
/// <remarks>Safe from any thread.</remarks>
internal abstract class Dialect
{
    /// <summary>Where the database is, in words that hold no secret.</summary>
    public abstract string Where { get; }

    /// <summary>What keeps the record from being changed by whoever has only the database; can be run again.</summary>
    public abstract IReadOnlyList<string> RecordGuards { get; }

    /// <summary>A new context.</summary>
    public abstract K3Context NewContext();

    /// <summary>Makes the database ready to be migrated, on the context's open connection where there is one.</summary>
    /// <exception cref="DatabaseRefusedException">It can never be used as it is.</exception>
    public abstract Task PrepareAsync(K3Context context, CancellationToken cancellationToken);

    /// <summary>Lets others open the database that waited since <see cref="PrepareAsync"/>.</summary>
    public abstract Task ReleaseAsync(K3Context context);

    /// <summary>Begins a transaction that no other process writes beside, so that what it reads is the last word.</summary>
    public abstract Task<IDbContextTransaction> BeginWritingAsync(K3Context context, CancellationToken cancellationToken);

    /// <summary>What a failed write calls for.</summary>
    public abstract WriteFault Judge(Exception fault);

    /// <summary>A fault of opening as one that says what an operator can do; null when it is none of those.</summary>
    public abstract DatabaseRefusedException? Refusal(Exception fault);
}
