using System.Globalization;
using DuckDB.NET.Data;

namespace K3Monitor.Store.Telemetry.Embedded;

/// <summary>The few ways in which statements are written and run.</summary>
internal static class Sql
{
    public static void Run(DuckDBConnection connection, string text)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>A string literal; only for paths of our own making, which take no parameters in a COPY.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Files as a table.</summary>
    public static string Files(IEnumerable<string> paths) => $"read_parquet([{string.Join(", ", paths.Select(Quote))}])";
}
