using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace K3Monitor.Store.Relational.Sqlite;

/// <summary>Everything that only SQLite understands, in one place, so that another database needs one more such file.</summary>
internal static class SqliteDialect
{
    /// <summary>How long a connection waits for another process that writes, in seconds.</summary>
    private const int BusySeconds = 10;

    private const int Busy = 5;
    private const int Locked = 6;
    private const int Constraint = 19;
    private const int UniqueConstraint = 2067;
    private const int PrimaryKeyConstraint = 1555;

    /// <summary>The record refuses to be changed by whoever has only the database; who has the file is found out by the chain.</summary>
    public static IReadOnlyList<string> RecordTriggers { get; } =
    [
        """
        CREATE TRIGGER "Record_no_update" BEFORE UPDATE ON "Record"
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        """,
        """
        CREATE TRIGGER "Record_no_delete" BEFORE DELETE ON "Record"
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        """,
    ];

    /// <summary>The connection string of a database file.</summary>
    public static string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        DefaultTimeout = BusySeconds,
    }.ToString();

    public static void Use(DbContextOptionsBuilder options, string file) =>
        options.UseSqlite(ConnectionString(file)).AddInterceptors(Settings.Instance);

    /// <summary>Whether the work would succeed if it were done again: another process was writing, or was first.</summary>
    public static bool IsWorthRetrying(Exception fault) => Find(fault) switch
    {
        { SqliteErrorCode: Busy or Locked } => true,
        { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: UniqueConstraint or PrimaryKeyConstraint } => true,
        _ => false,
    };

    private static SqliteException? Find(Exception? fault)
    {
        while (fault is not null and not SqliteException)
            fault = fault.InnerException;
        return (SqliteException?)fault;
    }

    /// <summary>Sets what SQLite forgets with each connection; the write-ahead log is remembered by the file.</summary>
    private sealed class Settings : DbConnectionInterceptor
    {
        // FULL: a commit is on the disk before it is answered, as the record demands.
        private const string Pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;";

        public static Settings Instance { get; } = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using DbCommand command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            DbCommand command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = Pragmas;
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
