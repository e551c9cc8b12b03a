using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Live;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Live;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Health;

/// <summary>How each part of the installation is, and what it has counted.</summary>
internal sealed class IndexModel(HealthBoard board, LiveBoard live, CounterBoard counters, CurrentScope scope, TimeProvider plant) : PageModel
{
    public IReadOnlyList<PartHealth> Parts { get; private set; } = [];

    /// <summary>Figures of the whole installation; empty for a reader whose scope is a part of it.</summary>
    public IReadOnlyList<CounterReading> Counters { get; private set; } = [];

    public Instant Now { get; private set; }

    public int OpenPages => live.Subscribers;

    public long DroppedForPages => live.Dropped;

    public bool SeesFigures => scope.Required.SeesAll;

    public void OnGet()
    {
        Now = Instant.Now(plant);
        Parts = board.Parts;
        if (SeesFigures)
            Counters = counters.Read();
    }
}
