using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Exports;

/// <summary>What a column of an exported table holds.</summary>
public enum ColumnKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An instant, UTC.</summary>
    Time,
}

/// <summary>A column of an exported table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Kind">What it holds.</param>
public sealed record Column(string Name, ColumnKind Kind);

/// <summary>One cell; empty when nothing is set. Which member counts is said by the column.</summary>
/// <param name="Text">Text.</param>
/// <param name="Number">Number.</param>
/// <param name="Time">Instant.</param>
public readonly record struct Field(string? Text = null, double? Number = null, Instant? Time = null)
{
    /// <summary>A cell of text.</summary>
    public static Field Of(string? text) => new(Text: text);

    /// <summary>A cell with a number.</summary>
    public static Field Of(double? number) => new(Number: number);

    /// <summary>A cell with an instant.</summary>
    public static Field Of(Instant? time) => new(Time: time);
}

/// <summary>Writes a table row by row, in memory that does not grow with it.</summary>
/// <remarks>Not thread-safe.</remarks>
public interface ITableWriter : IAsyncDisposable
{
    /// <summary>Writes a row; the cells are read before the call ends and may be used again.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<Field> row, CancellationToken cancellationToken);

    /// <summary>Ends the table. Where the format has a place for it, what there is to say about the table is kept in the file.</summary>
    ValueTask FinishAsync(IReadOnlyList<KeyValuePair<string, string>> about, CancellationToken cancellationToken);
}
