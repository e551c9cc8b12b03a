using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Devices;

/// <summary>The devices of the sites in the reader's scope.</summary>
internal sealed class IndexModel(ISites sites, CurrentScope scope, TimeProvider plant) : PageModel
{
    public IReadOnlyList<DeviceRow> Rows { get; private set; } = [];

    public IReadOnlyDictionary<string, SiteRow> Sites { get; private set; } = new Dictionary<string, SiteRow>();

    public Instant Now { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Now = Instant.Now(plant);
        Rows = await sites.DevicesAsync(scope.Required, cancellationToken);
        Sites = (await sites.ListAsync(scope.Required, cancellationToken)).ToDictionary(s => s.Slug, StringComparer.Ordinal);
    }
}
