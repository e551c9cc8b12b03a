namespace K3Monitor.Inspection.Record;

/// <summary>The first row at which the chain of the record does not hold.</summary>
/// <param name="Sequence">The row.</param>
/// <param name="Why">What does not hold, in English.</param>
public sealed record RecordFault(long Sequence, string Why);

/// <summary>What came of walking the record.</summary>
/// <param name="Rows">How many rows hold.</param>
/// <param name="LastHash">Hash of the last row that holds; written down elsewhere, it also proves that no row was cut off the end.</param>
/// <param name="Fault">Where it breaks; null when it is whole.</param>
public sealed record RecordCheck(long Rows, string LastHash, RecordFault? Fault)
{
    /// <summary>Whether every row holds.</summary>
    public bool IsWhole => Fault is null;
}

/// <summary>The append-only record of everything that happened to incidents, devices, sites and users.</summary>
public interface IRecord
{
    /// <summary>Walks the whole chain, from the first row.</summary>
    Task<RecordCheck> VerifyAsync(CancellationToken cancellationToken);
}
