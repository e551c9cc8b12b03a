using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Account;

/// <summary>Asks for the code of the second factor, within five minutes of the right password.</summary>
[AllowAnonymous]
internal sealed class CodeModel(IAccounts accounts) : PageModel
{
    public string ReturnTo { get; private set; } = ReturnUrl.Home;

    /// <summary>What went wrong, as the end of a text's name; null when nothing.</summary>
    public string? Fault { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? returnUrl)
    {
        ReturnTo = ReturnUrl.Safe(returnUrl);
        return await Sessions.AwaitingCodeAsync(HttpContext) is null ? RedirectToPage("/Account/SignIn", new { returnUrl = ReturnTo }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, string? returnUrl, CancellationToken cancellationToken)
    {
        ReturnTo = ReturnUrl.Safe(returnUrl);
        if (await Sessions.AwaitingCodeAsync(HttpContext) is not { } userId)
            return RedirectToPage("/Account/SignIn", new { returnUrl = ReturnTo });
        SignInAnswer answer = await accounts.CheckCodeAsync(userId, code ?? "", cancellationToken);
        if (answer.Outcome != SignInOutcome.Accepted)
        {
            Fault = answer.Outcome == SignInOutcome.LockedOut ? "LockedOut" : "Refused";
            return Page();
        }

        await HttpContext.SignOutAsync(Sessions.CodeScheme);
        await Sessions.SignInAsync(HttpContext, answer);
        return LocalRedirect(ReturnTo);
    }
}
