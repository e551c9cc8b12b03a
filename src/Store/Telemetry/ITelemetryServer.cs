namespace K3Monitor.Store.Telemetry;

/// <summary>How a telemetry store that lives on a server is.</summary>
/// <param name="Fault">Why the server cannot be had; null while it can.</param>
/// <param name="Note">What an operator should know although it works, such as a database that was emptied; null for nothing.</param>
/// <param name="SetAside">Samples that the server can never take, kept in <paramref name="SetAsideFile"/>. Counted over restarts.</param>
/// <param name="SetAsideFile">Where they lie, each with its reason.</param>
public sealed record TelemetryServerStatus(string? Fault, string? Note, long SetAside, string SetAsideFile);

/// <summary>A telemetry store on a server, which may be away while everything else goes on.</summary>
/// <remarks>Safe from any thread.</remarks>
public interface ITelemetryServer
{
    /// <summary>How it is now.</summary>
    TelemetryServerStatus Status { get; }

    /// <summary>Raised, on any thread, when the server is lost or found again, and when samples were set aside.</summary>
    event EventHandler? StatusChanged;
}
