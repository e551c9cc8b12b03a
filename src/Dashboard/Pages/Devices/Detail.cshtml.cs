using System.Globalization;
using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.SiteFiles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Devices;

/// <summary>One device, and for those who may, a new password and the end of its access.</summary>
internal sealed class DetailModel(IDevices devices, CurrentScope scope, IStringLocalizer<Ui> text) : PageModel
{
    private const int LongestReason = 2000;

    [TempData]
    public string? Said { get; set; }

    /// <summary>What was wrong with the form, as a text; null when nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>The new password, on the answer to the form that asked for it and never again: it is in no cookie and no address.</summary>
    public DeviceCredential? Made { get; private set; }

    public DeviceDetail Device { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(int id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRotateAsync(int id, string? overlap, string? reason, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
            return NotFound();
        double hours = 0;
        if (!string.IsNullOrWhiteSpace(overlap)
            && (!FormInput.TryNumber(overlap, CultureInfo.CurrentCulture, out hours) || hours < 0 || hours > DeviceRules.LongestOverlap.TotalHours))
            return Faulty(text["Devices.OverlapFault"]);
        if (reason?.Length > LongestReason)
            return Faulty(text["Act.TooLong"]);
        DeviceAct act = await devices.RotateAsync(scope.Required, Device.Row.SiteSlug, Device.Row.Key, TimeSpan.FromHours(hours), reason ?? "", cancellationToken);
        Made = act.Credential;
        if (act.Outcome != ActOutcome.Done)
            return Answer(act.Outcome);
        return await LoadAsync(id, cancellationToken) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostRevokeAsync(int id, string? reason, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
            return NotFound();
        if (reason?.Length > LongestReason)
            return Faulty(text["Act.TooLong"]);
        DeviceAct act = await devices.RevokeAsync(scope.Required, Device.Row.SiteSlug, Device.Row.Key, reason ?? "", cancellationToken);
        if (act.Outcome != ActOutcome.Done)
            return Answer(act.Outcome);
        Said = text["Devices.RevokedNow"];
        return RedirectToPage(new { id });
    }

    private IActionResult Answer(ActOutcome outcome) => outcome switch
    {
        ActOutcome.NotFound => NotFound(),
        ActOutcome.NotPermittedForRole => StatusCode(403),
        _ => Faulty(text["Act.ReasonMissing"]),
    };

    private PageResult Faulty(string fault)
    {
        Fault = fault;
        return Page();
    }

    private async Task<bool> LoadAsync(int id, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(scope.Required, id, cancellationToken) is not { } found)
            return false;
        Device = found;
        return true;
    }
}
