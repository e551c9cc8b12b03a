using System.Globalization;
using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Unclaimed;

/// <summary>The last messages of a name of the field, what they hold, and the form that claims it for a device.</summary>
internal sealed class ClaimModel(IUnclaimed unclaimed, IEnumerable<IMessageReplay> replays, ISites sites, CurrentScope scope, IStringLocalizer<Ui> text) : PageModel
{
    private const int ShownMessages = 10;
    private const int MostChannels = 100;
    private const int LongestReason = 2000;

    [TempData]
    public string? Said { get; set; }

    /// <summary>What was wrong with the form, as a text; null when nothing.</summary>
    public string? Fault { get; private set; }

    public string Source { get; private set; } = "";

    public string External { get; private set; } = "";

    public string? Site { get; private set; }

    public string? Key { get; private set; }

    public bool MayClaim => scope.Required.Role is Role.Administrator or Role.SafetyOfficer;

    public IReadOnlyList<QuarantineRow> Messages { get; private set; } = [];

    /// <summary>Names above this one, the nearest first: who claims one of them claims this one too.</summary>
    public IReadOnlyList<string> Above { get; private set; } = [];

    /// <summary>Numbers of the last messages by their names below the claimed one, with the newest value.</summary>
    public IReadOnlyList<(string Name, string? Value, string? Unit)> Channels { get; private set; } = [];

    public IReadOnlyList<SiteRow> Sites { get; private set; } = [];

    /// <summary>Points of the sites in scope, named with their site.</summary>
    public IReadOnlyList<(int Id, string Name)> Points { get; private set; } = [];

    public IReadOnlyList<Quantity> Quantities { get; } = [.. QuantityCatalogue.All.OrderBy(q => q.Id, StringComparer.Ordinal)];

    public async Task<IActionResult> OnGetAsync(string? source, string? external, CancellationToken cancellationToken) =>
        await LoadAsync(source, external, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string? source, string? external, string? site, string? device, string? reason, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(source, external, cancellationToken))
            return NotFound();
        (Site, Key) = (site, device);
        if (reason?.Length > LongestReason)
            return Faulty(text["Act.TooLong"]);
        ClaimedChannel[] channels = [.. Enumerable.Range(0, MostChannels).Select(i => Read(Request.Form, i)).OfType<ClaimedChannel>()];
        if (channels.Length == 0)
            return Faulty(text["Unclaimed.NoChannel"]);
        ClaimAnswer answer = await unclaimed.ClaimAsync(scope.Required, new Claim(Source, External, site ?? "", device ?? "", channels, null), reason ?? "", cancellationToken);
        switch (answer.Outcome)
        {
            case ClaimOutcome.Done:
                Said = text["Unclaimed.Done", External, answer.Replayed?.Messages ?? 0, answer.Replayed?.Samples ?? 0];
                return RedirectToPage("/Unclaimed/Index");
            case ClaimOutcome.NotPermittedForRole:
                return StatusCode(StatusCodes.Status403Forbidden);
            case ClaimOutcome.ReasonMissing:
                return Faulty(text["Act.ReasonMissing"]);
            case ClaimOutcome.Refused:
                return Faulty(text["Unclaimed.Refused", answer.Fault ?? ""]);
            default:
                return NotFound();
        }
    }

    private static ClaimedChannel? Read(IFormCollection form, int row)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"c{row}.");
        if (!QuantityCatalogue.TryFind(form[prefix + "quantity"].ToString(), out Quantity? quantity))
            return null;
        UnitCatalogue.TryFind(form[prefix + "unit"].ToString(), out Unit? unit);
        int? point = int.TryParse(form[prefix + "point"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
        return new ClaimedChannel(form[prefix + "external"].ToString(), null, quantity, unit, point);
    }

    private async Task<bool> LoadAsync(string? source, string? external, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(source) || string.IsNullOrEmpty(external))
            return false;
        (Source, External) = (source, external);
        Messages = await unclaimed.MessagesAsync(scope.Required, source, external, ShownMessages, cancellationToken);
        if (Messages.Count == 0)
            return false;
        string[] levels = external.Split('/');
        Above = [.. Enumerable.Range(1, levels.Length - 1).Reverse().Select(n => string.Join('/', levels.Take(n)))];
        Site ??= Messages.Select(m => m.Message.SiteSlug).FirstOrDefault(s => s is not null);
        if (replays.FirstOrDefault() is { } replay)
            Channels = Named(await replay.PreviewAsync([.. Messages.Select(m => m.Message)], cancellationToken));
        Messages = [.. Messages.Reverse()];
        Sites = await sites.ListAsync(scope.Required, cancellationToken);
        var points = new List<(int, string)>();
        foreach (SiteRow row in Sites.Take(50))
        {
            if (await sites.FindAsync(scope.Required, row.Id, cancellationToken) is { } view)
                points.AddRange(view.Areas.SelectMany(a => a.Points.Select(p => (p.Id, $"{row.Name} › {p.Name}"))));
        }

        Points = points;
        return true;
    }

    private List<(string Name, string? Value, string? Unit)> Named(IReadOnlyList<IReadOnlyList<PreviewedValue>> messages) =>
    [
        .. messages.SelectMany(m => m).Where(v => v.IsNumber && (v.External == External || v.External.StartsWith(External + "/", StringComparison.Ordinal)))
            .Select(v => (Name: v.External == External ? v.Channel : $"{v.External[(External.Length + 1)..]}/{v.Channel}", v.Value, v.Unit))
            .GroupBy(v => v.Name, StringComparer.Ordinal).Select(g => g.Last()).Take(MostChannels),
    ];

    private PageResult Faulty(string fault)
    {
        Fault = fault;
        return Page();
    }
}
