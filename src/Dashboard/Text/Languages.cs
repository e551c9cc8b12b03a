using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Localization;

namespace K3Monitor.Dashboard.Text;

/// <summary>The languages of the pages. Only a choice of the reader changes it, never what his browser happens to say.</summary>
internal static class Languages
{
    public const string Cookie = "k3.lang";
    public static readonly CultureInfo Indonesian = CultureInfo.GetCultureInfo("id-ID");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Whether the page is drawn in Indonesian.</summary>
    public static bool IsIndonesian => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "id";

    public static void Configure(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture(Indonesian);
        options.SupportedCultures = [Indonesian, English];
        options.SupportedUICultures = [Indonesian, English];
        options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Cookie }];
    }
}
