using System.Net.Sockets;
using K3Monitor.Store.Relational.Opening;
using Npgsql;

namespace K3Monitor.Store.Relational.Postgres;

/// <summary>What PostgreSQL's and Npgsql's faults mean to us. The codes are those of PostgreSQL's manual, appendix A.</summary>
internal static class PostgresFaults
{
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>Whether one fault, not those inside it, says that the server cannot be used now.</summary>
    public static bool IsAway(Exception fault) => fault switch
    {
        PostgresException answer => IsAway(answer.SqlState),
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        NpgsqlException { IsTransient: true } => true,
        _ => false,
    };

    /// <summary>What a failed write calls for.</summary>
    public static WriteFault Judge(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.LockNotAvailable } or
                PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected })
                return WriteFault.Contended;
            if (IsAway(fault))
                return WriteFault.Away;
        }

        return WriteFault.Final;
    }

    /// <summary>What an operator can do about a fault of opening; null where it is none of that kind.</summary>
    public static string? Advice(Exception? fault)
    {
        while (fault is not null and not PostgresException)
            fault = fault.InnerException;
        return (fault as PostgresException)?.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword => "refuses the user name or password of database:connection",
            PostgresErrorCodes.InvalidAuthorizationSpecification => "does not let this user in from here; see pg_hba.conf on the server",
            PostgresErrorCodes.InvalidCatalogName => "does not exist; make it with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
            PostgresErrorCodes.InsufficientPrivilege => "does not let this user make or read tables; grant it the schema, or make it the database's owner",
            PostgresErrorCodes.InvalidSchemaName => "has no schema in which this user could make tables; see the Search Path of database:connection",
            _ => null,
        };
    }

    /// <summary>
    /// The server ends, starts, is full, has lost its disk's room, or stands by for another: 08 connection, 53 resources, 57P operator
    /// intervention, 25006 read-only, 55P03 and 57014 no answer in time.
    /// </summary>
    private static bool IsAway(string code) =>
        (code.StartsWith("08", StringComparison.Ordinal) && code != PostgresErrorCodes.ProtocolViolation) || code.StartsWith("53", StringComparison.Ordinal) || code.StartsWith("57P", StringComparison.Ordinal)
        || code is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled
            or IdleInTransactionTimeout or PostgresErrorCodes.IoError;
}
