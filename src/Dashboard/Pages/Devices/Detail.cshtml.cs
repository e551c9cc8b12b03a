using System.Globalization;
using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Topology;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Pages.Devices;

/// <summary>One device, and for those who may, a new password and the end of its access.</summary>
internal sealed class DetailModel(IDevices devices, IFieldDevices fields, CurrentScope scope, IStringLocalizer<Ui> text) : PageModel
{
    private const int LongestReason = 2000;

    [TempData]
    public string? Said { get; set; }

    /// <summary>What was wrong with the form, as a text; null when nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>The new password, on the answer to the form that asked for it and never again: it is in no cookie and no address.</summary>
    public DeviceCredential? Made { get; private set; }

    public DeviceDetail Device { get; private set; } = null!;

    /// <summary>What it is called in the field.</summary>
    public FieldArrangement? Field { get; private set; }

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

    public async Task<IActionResult> OnPostFieldAsync(int id, string? format, string? topics, string? names, string? reason, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
            return NotFound();
        if (reason?.Length > LongestReason)
            return Faulty(text["Act.TooLong"]);
        var wanted = new FieldArrangement(string.IsNullOrWhiteSpace(format) || format.Trim() == FieldRules.Auto ? null : format.Trim(), Lines(topics), [.. Lines(names).Select(Name)]);
        Field = wanted;
        if (wanted.Faults() is [{ } first, ..])
            return Faulty($"{first.Part}: {first.Fault}");
        switch (await fields.ArrangeAsync(scope.Required, Device.Row.SiteSlug, Device.Row.Key, wanted, reason ?? "", cancellationToken))
        {
            case ArrangeOutcome.Done:
                Said = text["Devices.FieldSaved"];
                return RedirectToPage(new { id });
            case ArrangeOutcome.NotPermittedForRole:
                return StatusCode(403);
            case ArrangeOutcome.ReasonMissing:
                return Faulty(text["Act.ReasonMissing"]);
            case ArrangeOutcome.NotFound:
                return NotFound();
            default:
                return Faulty(text["Devices.FieldTaken"]);
        }
    }

    private static List<string> Lines(string? written) => [.. (written ?? "").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];

    private static FieldName Name(string line) => line.LastIndexOf(" | ", StringComparison.Ordinal) is > 0 and var bar ? new FieldName(line[(bar + 3)..].Trim(), line[..bar].Trim()) : new FieldName("", line);

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
        Field = await fields.FindAsync(scope.Required, found.Row.SiteSlug, found.Row.Key, cancellationToken);
        return true;
    }
}
