using System.Globalization;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Sites;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using Microsoft.AspNetCore.Http.Extensions;

namespace K3Monitor.Dashboard.Pages.Incidents;

/// <summary>What the reader asks of the list, as it stands in the address: every filter, the order and the page.</summary>
internal sealed class IncidentSearch
{
    public const int RowsPerPage = 25;

    public string? Q { get; set; }

    public string? State { get; set; }

    public string? Active { get; set; }

    public string? Severity { get; set; }

    public string? Kind { get; set; }

    public string? Quantity { get; set; }

    public string? Site { get; set; }

    public string? Province { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public string? Verified { get; set; }

    public string? Sort { get; set; }

    public string? Desc { get; set; }

    public string? P { get; set; }

    /// <summary>Names of the fields that could not be read.</summary>
    public HashSet<string> Faults { get; } = new(StringComparer.Ordinal);

    public int PageNumber => FormInput.TryWhole(P, CultureInfo.InvariantCulture, out int page) && page > 0 ? page : 1;

    public IncidentSort SortBy => Enum.TryParse(Sort, out IncidentSort sort) && Enum.IsDefined(sort) ? sort : IncidentSort.BreachStart;

    public bool Descending => Desc != "0";

    /// <summary>The filter; a field that cannot be read does not restrict, and is named in <see cref="Faults"/>.</summary>
    public IncidentFilter ToFilter(IReadOnlyList<SiteRow> sites, string defaultZone)
    {
        int? siteId = FormInput.TryWhole(Site, CultureInfo.InvariantCulture, out int id) ? id : null;
        string zone = sites.FirstOrDefault(s => s.Id == siteId)?.ZoneId ?? defaultZone;
        DateOnly? from = Day(nameof(From), From);
        DateOnly? to = Day(nameof(To), To);
        return new IncidentFilter(
            string.IsNullOrWhiteSpace(Q) ? null : Q.Trim(), Word<IncidentState>(State), Flag(Active), Word<Severity>(Severity), Word<LimitKind>(Kind),
            string.IsNullOrEmpty(Quantity) ? null : Quantity, siteId, string.IsNullOrEmpty(Province) ? null : Province,
            from is { } first ? SiteTime.StartOfDay(first, zone) : null,
            to is { } last ? SiteTime.StartOfDay(last.AddDays(1), zone) : null, Flag(Verified));
    }

    /// <summary>Address of another page of the same list.</summary>
    public string PageLink(int page) => Link(Sort, Desc, page);

    /// <summary>Address of the list in another order; the same column again turns the order round.</summary>
    public string SortLink(IncidentSort by) => Link(by.ToString(), SortBy == by && Descending ? "0" : "1", 1);

    /// <summary>Address of the list as it stands.</summary>
    public string Here => Link(Sort, Desc, PageNumber);

    private string Link(string? sort, string? desc, int page)
    {
        QueryBuilder query = [];
        foreach ((string name, string? value) in Fields())
        {
            if (!string.IsNullOrEmpty(value))
                query.Add(name, value);
        }

        if (!string.IsNullOrEmpty(sort))
            query.Add("sort", sort);
        if (!string.IsNullOrEmpty(desc))
            query.Add("desc", desc);
        if (page > 1)
            query.Add("p", page.ToString(CultureInfo.InvariantCulture));
        return "/incidents" + query.ToQueryString();
    }

    private IEnumerable<(string Name, string? Value)> Fields() =>
    [
        ("q", Q), ("state", State), ("active", Active), ("severity", Severity), ("kind", Kind), ("quantity", Quantity), ("site", Site),
        ("province", Province), ("from", From), ("to", To), ("verified", Verified),
    ];

    private DateOnly? Day(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        // A day at the very edge of the calendar has no day after it.
        if (FormInput.TryDay(text, CultureInfo.CurrentCulture, out DateOnly day) && day.Year is > 1970 and < 9000)
            return day;
        Faults.Add(field);
        return null;
    }

    private static bool? Flag(string? text) => text switch { "1" => true, "0" => false, _ => null };

    private static T? Word<T>(string? text)
        where T : struct, Enum => Enum.TryParse(text, out T value) && Enum.IsDefined(value) ? value : null;
}
