using System.Data.Common;
using K3Monitor.Store.Relational.Opening;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace K3Monitor.Store.Relational.Sqlite;

/// <summary>Everything that only SQLite understands.</summary>
internal sealed class SqliteDialect : Dialect
{
    /// <summary>How long a connection waits for another process that writes, in seconds.</summary>
    private const int BusySeconds = 10;

    private const int Busy = 5;
    private const int Locked = 6;
    private const int Constraint = 19;
    private const int UniqueConstraint = 2067;
    private const int PrimaryKeyConstraint = 1555;

    private readonly string file;
    private readonly DbContextOptions<SqliteK3Context> options;

    /// <summary>On a file; contexts log through the application's services where they are given.</summary>
    public SqliteDialect(string file, IServiceProvider? application)
    {
        this.file = file;
        var builder = new DbContextOptionsBuilder<SqliteK3Context>();
        Use(builder, file);
        options = builder.UseApplicationServiceProvider(application).Options;
    }

    /// <inheritdoc />
    public override string Where => file;

    /// <summary>The record refuses to be changed by whoever has only the database; who has the file is found out by the chain.</summary>
    public override IReadOnlyList<string> RecordGuards { get; } =
    [
        """
        CREATE TRIGGER IF NOT EXISTS "Record_no_update" BEFORE UPDATE ON "Record"
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        """,
        """
        CREATE TRIGGER IF NOT EXISTS "Record_no_delete" BEFORE DELETE ON "Record"
        BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
        """,
    ];

    public static void Use(DbContextOptionsBuilder options, string file) =>
        options.UseSqlite(ConnectionString(file)).AddInterceptors(Settings.Instance);

    /// <summary>Whether another process held the file until the busy timeout was over.</summary>
    public static bool IsHeld(Exception fault) => fault is SqliteException { SqliteErrorCode: Busy or Locked };

    /// <inheritdoc />
    public override K3Context NewContext() => new SqliteK3Context(options);

    /// <inheritdoc />
    public override Task PrepareAsync(K3Context context, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        return Task.CompletedTask;
    }

    /// <summary>Nothing was held: EF Core's own lock in the file keeps openings apart.</summary>
    public override Task ReleaseAsync(K3Context context) => Task.CompletedTask;

    /// <summary>SQLite's own transactions begin by taking the one lock for writing.</summary>
    public override Task<IDbContextTransaction> BeginWritingAsync(K3Context context, CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(cancellationToken);

    /// <inheritdoc />
    public override WriteFault Judge(Exception fault) => Find(fault) switch
    {
        { SqliteErrorCode: Busy or Locked } => WriteFault.Contended,
        { SqliteErrorCode: Constraint, SqliteExtendedErrorCode: UniqueConstraint or PrimaryKeyConstraint } => WriteFault.Contended,
        _ => WriteFault.Final,
    };

    /// <inheritdoc />
    public override DatabaseRefusedException? Refusal(Exception fault) => null;

    private static string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        DefaultTimeout = BusySeconds,
    }.ToString();

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
