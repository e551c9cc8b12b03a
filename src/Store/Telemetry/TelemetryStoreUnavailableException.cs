namespace K3Monitor.Store.Telemetry;

/// <summary>
/// The telemetry store cannot be had at present: its server is away, hangs, or refuses everybody. Nothing is lost by it;
/// whoever asked tries again later, and what was to be appended still lies in the journal.
/// </summary>
public sealed class TelemetryStoreUnavailableException : IOException
{
    /// <summary>Creates the exception without a reason.</summary>
    public TelemetryStoreUnavailableException()
    {
    }

    /// <summary>Creates the exception with its reason.</summary>
    /// <param name="message">What the store's server said, or did not say.</param>
    public TelemetryStoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its reason and cause.</summary>
    /// <param name="message">What the store's server said, or did not say.</param>
    /// <param name="innerException">The cause.</param>
    public TelemetryStoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>How long the server asks to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
