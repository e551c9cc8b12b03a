using K3Monitor.Ingest.OwnLife;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>Hears always, except when the test says that it did not.</summary>
internal sealed class FakeHearing(TimeProvider time) : IHearing
{
    public OwnOutages Outages { get; set; } = OwnOutages.None;

    public Instant Until => Instant.Now(time);

    public Task SureAsync(CancellationToken stopping) => Task.CompletedTask;
}
