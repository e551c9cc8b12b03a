using System.Data.Common;
using K3Monitor.Store.Relational.Opening;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace K3Monitor.Store.Relational.Postgres;

/// <summary>
/// Throws the kept connections away as soon as one of them turns out to be dead. Npgsql takes only that one out, and each
/// of the others would cost a page after the server was restarted.
/// </summary>
internal sealed class StaleConnections : IDbCommandInterceptor, IDbConnectionInterceptor, IDbTransactionInterceptor
{
    public static StaleConnections Instance { get; } = new();

    public void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Failed(command.Connection, eventData.Exception);

    public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default) =>
        Failed(command.Connection, eventData.Exception);

    public void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) => Failed(connection, eventData.Exception);

    public Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default) =>
        Failed(connection, eventData.Exception);

    public void TransactionFailed(DbTransaction transaction, TransactionErrorEventData eventData) => Failed(transaction.Connection, eventData.Exception);

    public Task TransactionFailedAsync(DbTransaction transaction, TransactionErrorEventData eventData, CancellationToken cancellationToken = default) =>
        Failed(transaction.Connection, eventData.Exception);

    private static Task Failed(DbConnection? connection, Exception fault)
    {
        if (connection is NpgsqlConnection npgsql && PostgresFaults.Judge(fault) == WriteFault.Away)
            NpgsqlConnection.ClearPool(npgsql);
        return Task.CompletedTask;
    }
}
