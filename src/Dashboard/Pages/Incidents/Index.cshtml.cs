using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Sites;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Incidents;

/// <summary>The list of incidents.</summary>
internal sealed class IndexModel(IIncidents incidents, ISites sites, CurrentScope scope, DashboardOptions options, IStringLocalizer<Ui> text) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "")]
    public IncidentSearch Search { get; set; } = new();

    /// <summary>What came of the reader's last act; kept over one redirect.</summary>
    [TempData]
    public string? Said { get; set; }

    public Page<IncidentRow> Rows { get; private set; } = new([], 0, null);

    public IReadOnlyList<SiteRow> Sites { get; private set; } = [];

    public int Pages => Math.Max(1, (Rows.Total + IncidentSearch.RowsPerPage - 1) / IncidentSearch.RowsPerPage);

    public bool MayAct => scope.Required.MayAct;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Sites = await sites.ListAsync(scope.Required, cancellationToken);
        IncidentFilter filter = Search.ToFilter(Sites, options.DefaultZoneId);
        PageRequest page = new(IncidentSearch.RowsPerPage, Search.PageNumber);
        Rows = await incidents.ListAsync(scope.Required, filter, Search.SortBy, Search.Descending, page, cancellationToken);
        Response.Headers.Append("Vary", "HX-Request");
        return Request.Headers.ContainsKey("HX-Request") ? Partial("_List", this) : Page();
    }

    public async Task<IActionResult> OnPostAcknowledgeAsync(int id, string? returnUrl, CancellationToken cancellationToken)
    {
        ActOutcome outcome = await incidents.AcknowledgeAsync(scope.Required, id, null, cancellationToken);
        if (outcome == ActOutcome.NotFound)
            return NotFound();
        Said = text["Act." + outcome];
        return LocalRedirect(ReturnUrl.Safe(returnUrl));
    }
}
