using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Sites;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Sites;

/// <summary>The sites in the reader's scope.</summary>
internal sealed class IndexModel(ISites sites, CurrentScope scope) : PageModel
{
    public IReadOnlyList<SiteRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Rows = await sites.ListAsync(scope.Required, cancellationToken);
}
