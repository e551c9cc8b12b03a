using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Account;

/// <summary>Sign-in by password; a second factor, where the user has one, is asked on the next page.</summary>
[AllowAnonymous]
internal sealed class SignInModel(IAccounts accounts) : PageModel
{
    public string? UserName { get; private set; }

    public string ReturnTo { get; private set; } = ReturnUrl.Home;

    /// <summary>What went wrong, as the end of a text's name; null when nothing.</summary>
    public string? Fault { get; private set; }

    public IActionResult OnGet(string? returnUrl)
    {
        ReturnTo = ReturnUrl.Safe(returnUrl);
        return User.Identity?.IsAuthenticated == true ? LocalRedirect(ReturnTo) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? userName, string? password, string? returnUrl, CancellationToken cancellationToken)
    {
        ReturnTo = ReturnUrl.Safe(returnUrl);
        UserName = userName;
        SignInAnswer answer = string.IsNullOrEmpty(userName) || string.IsNullOrEmpty(password)
            ? SignInAnswer.Refused
            : await accounts.CheckPasswordAsync(userName, password, cancellationToken);
        switch (answer.Outcome)
        {
            case SignInOutcome.Accepted:
                await Sessions.SignInAsync(HttpContext, answer);
                return LocalRedirect(ReturnTo);
            case SignInOutcome.CodeNeeded:
                await Sessions.AskCodeAsync(HttpContext, answer);
                return RedirectToPage("/Account/Code", new { returnUrl = ReturnTo });
            default:
                Fault = answer.Outcome.ToString();
                return Page();
        }
    }
}
