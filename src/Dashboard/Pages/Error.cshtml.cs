using K3Monitor.Dashboard.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages;

/// <summary>The page behind every failure; it says what a reader can do, nothing of the inside.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public void OnGet(int status) => Show(status);

    public void OnPost(int status) => Show(status);

    private void Show(int status)
    {
        Status = Failures.StatusOf(HttpContext) ?? status;
        Response.StatusCode = Status is >= 400 and < 600 ? Status : 404;
    }
}
