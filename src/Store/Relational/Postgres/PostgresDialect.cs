using System.Data;
using System.Data.Common;
using K3Monitor.Store.Relational.Opening;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace K3Monitor.Store.Relational.Postgres;

/// <summary>Everything that only PostgreSQL understands.</summary>
internal sealed class PostgresDialect : Dialect
{
    /// <summary>The oldest server that is still maintained by its makers and knows <c>CREATE OR REPLACE TRIGGER</c>.</summary>
    private const int OldestMajor = 14;

    /// <summary>
    /// The one writer's lock, for the time of a transaction: the same rule as SQLite's one lock for writing. Two processes can
    /// neither fork the record's chain nor take the same number. A writer that stands still is shut out by the server.
    /// </summary>
    private const string TakeTurn = """
        SET LOCAL lock_timeout = '10s';
        SET LOCAL idle_in_transaction_session_timeout = '300s';
        SET LOCAL synchronous_commit = on;
        SELECT pg_advisory_xact_lock(5418391405233452404);
        """;

    /// <summary>Held by whoever brings the schema up to date.</summary>
    private const string TakeOpening = "SELECT pg_advisory_lock(5418391405233452405)";

    private const string ReleaseOpening = "SELECT pg_advisory_unlock(5418391405233452405)";

    private readonly NpgsqlConnectionStringBuilder connection;
    private readonly DbContextOptions<PostgresK3Context> options;

    /// <summary>On a database; contexts log through the application's services where they are given.</summary>
    public PostgresDialect(string connection, IServiceProvider? application)
    {
        this.connection = PostgresConnection.Complete(connection);
        var builder = new DbContextOptionsBuilder<PostgresK3Context>();
        Use(builder, this.connection.ToString());
        options = builder.UseApplicationServiceProvider(application).Options;
    }

    /// <inheritdoc />
    public override string Where => PostgresConnection.Where(connection);

    /// <summary>Only made where it is absent, so that the user of every day need not own the table.</summary>
    public override IReadOnlyList<string> RecordGuards { get; } =
    [
        """
        DO $guard$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = '"Record"'::regclass AND tgname = 'Record_append_only') THEN
                CREATE OR REPLACE FUNCTION k3_record_append_only() RETURNS trigger LANGUAGE plpgsql AS
                $body$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $body$;
                CREATE TRIGGER "Record_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "Record"
                    FOR EACH STATEMENT EXECUTE FUNCTION k3_record_append_only();
            END IF;
        END $guard$;
        """,
    ];

    public static void Use(DbContextOptionsBuilder options, string connection) => options
        .UseNpgsql(connection, npgsql => npgsql.SetPostgresVersion(OldestMajor, 0))
        .AddInterceptors(StaleConnections.Instance, CleanParameters.Instance);

    /// <inheritdoc />
    public override K3Context NewContext() => new PostgresK3Context(options);

    /// <summary>Connects, refuses what can never work, and waits for other processes that bring the schema up to date.</summary>
    public override async Task PrepareAsync(K3Context context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var open = (NpgsqlConnection)context.Database.GetDbConnection();
        if (open.PostgreSqlVersion.Major < OldestMajor)
            throw new DatabaseRefusedException($"the database {Where} is PostgreSQL {open.PostgreSqlVersion}; K3Monitor needs {OldestMajor} or newer");
        if (await AskAsync(open, "SHOW server_encoding", cancellationToken).ConfigureAwait(false) is not "UTF8" and { } encoding)
            throw new DatabaseRefusedException($"the database {Where} keeps text as {encoding}; K3Monitor needs UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0");
        if (await AskAsync(open, "SELECT pg_is_in_recovery()", cancellationToken).ConfigureAwait(false) is true)
            throw new DatabaseAwayException($"the database {Where} stands by for another server and takes no writes");

        await AskAsync(open, TakeOpening, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The pool would keep the connection, and the lock with it.</summary>
    public override async Task ReleaseAsync(K3Context context)
    {
        var open = (NpgsqlConnection)context.Database.GetDbConnection();
        if (open.State == ConnectionState.Open)
            await AskAsync(open, ReleaseOpening, CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task<IDbContextTransaction> BeginWritingAsync(K3Context context, CancellationToken cancellationToken)
    {
        IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        try
        {
            await context.Database.ExecuteSqlRawAsync(TakeTurn, cancellationToken).ConfigureAwait(false);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public override WriteFault Judge(Exception fault) => PostgresFaults.Judge(fault);

    /// <inheritdoc />
    public override DatabaseRefusedException? Refusal(Exception fault) =>
        PostgresFaults.Advice(fault) is { } advice ? new DatabaseRefusedException($"the database {Where} {advice}", fault) : null;

    private static async Task<object?> AskAsync(NpgsqlConnection open, string question, CancellationToken cancellationToken)
    {
        DbCommand command = open.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = question;
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
