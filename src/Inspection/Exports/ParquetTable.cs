using DuckDB.NET.Data;

namespace K3Monitor.Inspection.Exports;

/// <summary>
/// A Parquet file. Rows are gathered in a database file beside the target, so that memory does not grow with them; what
/// there is to say about the table is kept as the file's key-value metadata. Instants are TIMESTAMP WITH TIME ZONE.
/// </summary>
public sealed class ParquetTable : ITableWriter
{
    private readonly string path;
    private readonly string aside;
    private readonly IReadOnlyList<Column> columns;
    private readonly DuckDBConnection connection;
    private readonly DuckDBAppender appender;

    /// <summary>Begins a table that becomes the file <paramref name="path"/>.</summary>
    public ParquetTable(string path, IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        this.path = path;
        this.columns = columns;
        aside = path + ".rows";
        File.Delete(aside);
        connection = new DuckDBConnection($"Data Source={aside}");
        connection.Open();
        Run("SET memory_limit = '256MiB'");
        Run("SET TimeZone = 'UTC'");
        Run($"CREATE TABLE rows ({string.Join(", ", columns.Select(c => $"\"{c.Name}\" {Type(c.Kind)}"))})");
        appender = connection.CreateAppender("rows");
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(ReadOnlyMemory<Field> row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IDuckDBAppenderRow target = appender.CreateRow();
        for (int i = 0; i < columns.Count; i++)
        {
            Field field = row.Span[i];
            if (columns[i].Kind == ColumnKind.Number)
                target.AppendValue(field.Number);
            else if (columns[i].Kind == ColumnKind.Time)
                target.AppendValue(field.Time?.UnixMicroseconds);
            else
                target.AppendValue(field.Text);
        }

        target.EndRow();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask FinishAsync(IReadOnlyList<KeyValuePair<string, string>> about, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(about);
        appender.Dispose();
        string select = string.Join(", ", columns.Select(c => c.Kind == ColumnKind.Time ? $"make_timestamptz(\"{c.Name}\") AS \"{c.Name}\"" : $"\"{c.Name}\""));
        string notes = string.Join(", ", about.Select(a => $"\"{a.Key.Replace('"', '\'')}\": {Quote(a.Value)}"));
        Run($"COPY (SELECT {select} FROM rows) TO {Quote(path)} (FORMAT parquet, COMPRESSION zstd{(notes.Length > 0 ? $", KV_METADATA {{{notes}}}" : "")})");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        appender.Dispose();
        await connection.DisposeAsync().ConfigureAwait(false);
        File.Delete(aside);
        File.Delete(aside + ".wal");
    }

    private void Run(string text)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static string Type(ColumnKind kind) => kind switch { ColumnKind.Number => "DOUBLE", ColumnKind.Time => "BIGINT", _ => "VARCHAR" };

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
