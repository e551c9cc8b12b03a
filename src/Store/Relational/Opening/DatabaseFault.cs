using System.Net.Sockets;
using K3Monitor.Store.Relational.Postgres;
using K3Monitor.Store.Relational.Sqlite;

namespace K3Monitor.Store.Relational.Opening;

/// <summary>Tells a database that is away from a fault of our own.</summary>
public static class DatabaseFault
{
    /// <summary>
    /// Whether the fault, or one inside it, says that the relational store cannot be used at this moment: it is not
    /// there, not up yet, full of connections, read-only for now, or does not answer. Such a fault passes by itself.
    /// </summary>
    public static bool IsAway(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is DatabaseAwayException or CommitInDoubtException || PostgresFaults.IsAway(fault) || SqliteDialect.IsHeld(fault))
                return true;
        }

        return false;
    }

    /// <summary>What lies at the bottom of a fault, in one line.</summary>
    public static string Words(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Exception bottom = fault is DatabaseAwayException or DatabaseRefusedException ? fault : fault.GetBaseException();
        return bottom is SocketException socket ? $"{socket.SocketErrorCode}: {bottom.Message}" : bottom.Message.ReplaceLineEndings(" ");
    }
}
