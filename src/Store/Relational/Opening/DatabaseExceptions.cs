using System.Data.Common;

namespace K3Monitor.Store.Relational.Opening;

/// <summary>The relational store cannot be reached now; it is worth trying again.</summary>
public sealed class DatabaseAwayException : DbException
{
    /// <summary>Says where it is looked for and what came back.</summary>
    public DatabaseAwayException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The relational store answers, but not to us as we are set up: trying again does not help, an operator does.</summary>
public sealed class DatabaseRefusedException : DbException
{
    /// <summary>Says what is wrong and what to do.</summary>
    public DatabaseRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// The connection was lost between asking for a commit and hearing of it: the write is whole or not there at all, and
/// which of the two is not known. Whoever asked must look before he repeats it.
/// </summary>
public sealed class CommitInDoubtException : DbException
{
    /// <summary>Tells what the connection was lost by.</summary>
    public CommitInDoubtException(Exception innerException)
        : base("the connection to the database was lost during a commit; whether it took place is not known", innerException)
    {
    }
}
