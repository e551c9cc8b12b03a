using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.OwnLife;

/// <summary>A ledger in memory.</summary>
internal sealed class LifeInMemory : IOwnLife
{
    public OwnOutages Known { get; private set; } = OwnOutages.None;

    public List<(Instant At, bool Stopped)> Beats { get; } = [];

    public Exception? Broken { get; set; }

    public Task<OwnOutages> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Known);

    public Task<OwnOutages> BeginAsync(Instant now, CancellationToken cancellationToken) => Task.FromResult(Known);

    public OwnOutages Missed(OwnOutage outage) => Known = new OwnOutages(Known.Revision + 1, [.. Known.Outages, outage]);

    public OwnOutages SetBack(Instant now) => Known = new OwnOutages(Known.Revision + 1, [.. Known.Outages.Where(o => o.Range.Start < now)]);

    public Task AliveAsync(Instant now, bool stopped, CancellationToken cancellationToken)
    {
        if (Broken is { } fault)
            throw fault;
        Beats.Add((now, stopped));
        return Task.CompletedTask;
    }
}
