using System.IO.Pipelines;

namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>A connection's two pipes with the reading one guarded.</summary>
internal sealed class GuardedTransport(IDuplexPipe inner, GuardedReader reader) : IDuplexPipe
{
    public PipeReader Input { get; } = reader;

    public PipeWriter Output => inner.Output;
}
