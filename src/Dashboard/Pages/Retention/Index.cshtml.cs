using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Store.Access;
using K3Monitor.Store.Telemetry.Retention;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Retention;

/// <summary>What is stored, what the rule would let go, what holds it. The button removes just what is shown.</summary>
internal sealed class IndexModel(IRetention retention, ILegalHolds holds, CurrentScope scope, IStringLocalizer<Ui> text) : PageModel
{
    /// <summary>Rows of a table; a plan of more days is told by its sums.</summary>
    public const int MostRows = 100;

    [TempData]
    public string? Said { get; set; }

    /// <summary>Null while the samples cannot be read.</summary>
    public RetentionStatus? Status { get; private set; }

    public IReadOnlyList<HoldRow> Holds { get; private set; } = [];

    public bool MayApply => scope.Required.Role == Role.Administrator;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!scope.Required.SeesAll)
            return StatusCode(403);
        try
        {
            Status = await retention.StatusAsync(cancellationToken);
        }
        catch (IOException)
        {
            // Told on the page: the store's server is away.
        }

        Holds = [.. (await holds.ListAsync(scope.Required, cancellationToken)).Where(h => h.Lifted is null)];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? plan, CancellationToken cancellationToken)
    {
        if (plan is not { Length: 64 } || await retention.RequestAsync(scope.Required, plan, cancellationToken) is not { } id)
            return StatusCode(403);
        Said = text["Retention.Asked", id];
        return RedirectToPage();
    }

    /// <summary>A number of bytes with its unit.</summary>
    public string Bytes(long? bytes) => bytes switch
    {
        null => text["Retention.BytesUnknown"],
        < 1L << 20 => Display.Number(bytes.Value / 1024.0) + " KiB",
        < 1L << 30 => Display.Number(bytes.Value / (double)(1L << 20)) + " MiB",
        _ => Display.Number(bytes.Value / (double)(1L << 30)) + " GiB",
    };

    /// <summary>For how long something is kept.</summary>
    public string Days(int days) => days == 0 ? text["Retention.ForEver"] : text["Retention.Days", days];

    /// <summary>Name of a layer.</summary>
    public string Word(TelemetryLayer layer) => text["RetentionLayer." + layer];

    /// <summary>When the disk will be full, and on what that stands.</summary>
    public string Forecast(DiskForecast forecast) => forecast switch
    {
        { BytesPerDay: null } => text["Retention.CannotTell", forecast.Days, DiskForecast.FewestDays],
        { Full: null } => text["Retention.NotFilling", forecast.Days],
        _ => text["Retention.Full", UtcDay.Name(forecast.Full!.Value), Bytes((long)forecast.BytesPerDay!.Value), forecast.Days],
    };
}
