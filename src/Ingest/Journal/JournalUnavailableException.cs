namespace K3Monitor.Ingest.Journal;

/// <summary>
/// The journal cannot make records durable: its disk failed, or more is waiting than it may hold.
/// The record named by the failing call is not stored; whoever sent it must keep it and send it again.
/// </summary>
public sealed class JournalUnavailableException : IOException
{
    /// <summary>Creates the exception without a reason.</summary>
    public JournalUnavailableException()
    {
    }

    /// <summary>Creates the exception with its reason.</summary>
    /// <param name="message">Why nothing can be stored.</param>
    public JournalUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its reason and cause.</summary>
    /// <param name="message">Why nothing can be stored.</param>
    /// <param name="innerException">What the disk said.</param>
    public JournalUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
