using K3Monitor.Dashboard.Security;
using K3Monitor.Dashboard.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages;

/// <summary>Keeps the reader's language and look in cookies of his own; nobody need be signed in for it.</summary>
[AllowAnonymous]
internal sealed class PreferencesModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect(ReturnUrl.Home);

    public IActionResult OnPost(string? language, string? theme, string? returnUrl)
    {
        CookieOptions year = new() { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, IsEssential = true };
        if (language is "id" or "en")
        {
            RequestCulture culture = new(language == "id" ? Languages.Indonesian : Languages.English);
            Response.Cookies.Append(Languages.Cookie, CookieRequestCultureProvider.MakeCookieValue(culture), year);
        }

        if (theme is "light" or "dark" or "auto")
            Response.Cookies.Append("k3.theme", theme, year);
        return LocalRedirect(ReturnUrl.Safe(returnUrl));
    }
}
