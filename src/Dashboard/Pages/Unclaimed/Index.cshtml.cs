using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Claims;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Unclaimed;

/// <summary>Names of the field that no device has.</summary>
internal sealed class IndexModel(IUnclaimed unclaimed, CurrentScope scope) : PageModel
{
    [TempData]
    public string? Said { get; set; }

    public IReadOnlyList<UnclaimedDevice> Names { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Names = await unclaimed.ListAsync(scope.Required, cancellationToken);

    /// <summary>The page on which a name is claimed.</summary>
    public static string Link(string source, string external) => "/unclaimed/claim" + new QueryBuilder { { "source", source }, { "external", external } }.ToQueryString();
}
