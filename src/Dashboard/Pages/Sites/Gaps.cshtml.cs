using System.Globalization;
using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Sites;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Sites;

/// <summary>Which channels of a site lost how much on which day, and why.</summary>
internal sealed class GapsModel(ISites sites, IGaps gaps, CurrentScope scope) : PageModel
{
    private const int RowsPerPage = 50;
    private const int MostDays = 366;

    public SiteRow Site { get; private set; } = null!;

    public Page<ChannelGaps> Rows { get; private set; } = new([], 0, null);

    public DateOnly From { get; private set; }

    public DateOnly To { get; private set; }

    public int Number { get; private set; }

    public int Pages => Math.Max(1, (Rows.Total + RowsPerPage - 1) / RowsPerPage);

    public async Task<IActionResult> OnGetAsync(int id, string? from, string? to, string? p, CancellationToken cancellationToken)
    {
        SiteRow? site = (await sites.ListAsync(scope.Required, cancellationToken)).FirstOrDefault(s => s.Id == id);
        if (site is null || await gaps.TodayAsync(scope.Required, id, cancellationToken) is not { } today)
            return NotFound();
        Site = site;

        // What cannot be read, or is upside down or too long, is the week that ends today: the fields show which days it is.
        To = FormInput.TryDay(to, CultureInfo.CurrentCulture, out DateOnly last) ? last : today;
        From = FormInput.TryDay(from, CultureInfo.CurrentCulture, out DateOnly first) ? first : To.AddDays(-Math.Min(6, To.DayNumber));
        if (From > To || To.DayNumber - From.DayNumber >= MostDays)
            (From, To) = (today.AddDays(-6), today);
        Number = FormInput.TryWhole(p, CultureInfo.InvariantCulture, out int page) && page > 0 ? page : 1;
        Rows = await gaps.OfSiteAsync(scope.Required, id, From, To, new PageRequest(RowsPerPage, Number), cancellationToken) ?? Rows;
        return Page();
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Link(int page)
    {
        QueryBuilder query = new() { { "from", Iso(From) }, { "to", Iso(To) }, { "p", page.ToString(CultureInfo.InvariantCulture) } };
        return string.Create(CultureInfo.InvariantCulture, $"/sites/{Site.Id}/gaps") + query.ToQueryString();
    }
}
