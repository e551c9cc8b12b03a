using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Imports;
using K3Monitor.Inspection.Sites;
using K3Monitor.Inspection.Topology;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Ingest.Imports;

/// <summary>
/// Imports into the data folder of a product that does not run: what is written lies in its journal, durable, and is stored
/// and judged at the next start. The journal's lock keeps a running product and an import apart.
/// </summary>
/// <remarks>For one import at a time.</remarks>
public sealed class OfflineImports : IAsyncDisposable
{
    private readonly string directory;
    private readonly JournalOptions options;
    private readonly TimeProvider wall;
    private Journal.Journal? journal;

    /// <summary>Makes a desk; the journal is opened when something is written for the first time.</summary>
    /// <param name="services">The relational half of the product.</param>
    /// <param name="directory">The journal's folder.</param>
    /// <param name="options">The journal's sizes.</param>
    /// <param name="wall">The machine's clock.</param>
    public OfflineImports(IServiceProvider services, string directory, JournalOptions options, TimeProvider wall)
    {
        ArgumentNullException.ThrowIfNull(services);
        (this.directory, this.options, this.wall) = (directory, options, wall);
        Desk = new ImportDesk(
            new ImportTools(
                services.GetRequiredService<ITopologyRegistry>(), services.GetRequiredService<ISites>(), services.GetRequiredService<IExports>(),
                services.GetRequiredService<IImportLedger>(), services.GetRequiredService<TimeProvider>()),
            Open);
    }

    /// <summary>The desk. Applying throws <see cref="IOException"/> while a product runs on the folder.</summary>
    public IImportDesk Desk { get; }

    /// <summary>Closes the journal, if it was opened.</summary>
    public ValueTask DisposeAsync() => journal?.DisposeAsync() ?? ValueTask.CompletedTask;

    private IJournalAppender Open()
    {
        try
        {
            journal ??= Journal.Journal.Open(directory, options, wall);
        }
        catch (IOException e) when (e is not JournalUnavailableException)
        {
            throw new IOException($"the journal {directory} cannot be opened, probably because the product runs on it: stop it, or upload the file to it: {e.Message}", e);
        }

        // Registered before anything is appended, or the consumers would find their beginning gone.
        foreach (string consumer in (string[])[StoreConsumer.Name, DeskConsumer.Name, RulesConsumer.Name])
            journal.Register(consumer);
        return new JournalAppender(journal);
    }
}
