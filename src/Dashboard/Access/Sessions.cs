using System.Security.Claims;
using K3Monitor.Dashboard.Security;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Access;
using K3Monitor.Store.Relational.Opening;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace K3Monitor.Dashboard.Access;

/// <summary>
/// The session cookie. It carries the user's key and stamp only; role and scope are read from the account with every
/// request.
/// </summary>
internal static class Sessions
{
    public const string Scheme = "k3";
    public const string CodeScheme = "k3.code";
    private const string StampClaim = "k3:stamp";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    public static void Add(IServiceCollection services, DashboardOptions options)
    {
        services.AddAuthentication(Scheme)
            .AddCookie(Scheme, cookie => Configure(cookie, options, "k3.session", Lifetime))
            .AddCookie(CodeScheme, cookie => Configure(cookie, options, "k3.code", CodeLifetime));
        services.TryAddScoped<IAccounts, IdentityAccounts>();
        // As an instance: a user manager that is made outside a request cannot look the type up.
        services.Configure<IdentityOptions>(identity => identity.Tokens.ProviderMap[TokenOptions.DefaultAuthenticatorProvider] =
            new TokenProviderDescriptor(typeof(AuthenticatorTokenProvider<K3User>)) { ProviderInstance = new AuthenticatorTokenProvider<K3User>() });
        services.Configure<CookieAuthenticationOptions>(CodeScheme, cookie => cookie.SlidingExpiration = false);
        services.Configure<CookieAuthenticationOptions>(Scheme, cookie =>
        {
            cookie.SlidingExpiration = true;
            cookie.Events.OnValidatePrincipal = ValidateAsync;
        });
    }

    public static Task SignInAsync(HttpContext http, SignInAnswer answer) => http.SignInAsync(Scheme, Principal(answer, Scheme));

    public static Task AskCodeAsync(HttpContext http, SignInAnswer answer) => http.SignInAsync(CodeScheme, Principal(answer, CodeScheme));

    /// <summary>The user whose password was right and whose code is awaited; null when there is none.</summary>
    public static async Task<string?> AwaitingCodeAsync(HttpContext http)
    {
        AuthenticateResult result = await http.AuthenticateAsync(CodeScheme);
        return result.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
    }

    private static void Configure(CookieAuthenticationOptions cookie, DashboardOptions options, string name, TimeSpan lifetime)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = lifetime;
        cookie.LoginPath = "/account/sign-in";
        cookie.AccessDeniedPath = "/error/403";
        cookie.ReturnUrlParameter = "returnUrl";
        // The clock in the container is the plant's and may run fast: a session must not expire by it.
        cookie.TimeProvider = options.WallClock;
        cookie.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
    }

    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (ForMachines(context.Request.Path))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    /// <summary>Whether a program reads the answer: it gets a status, not a sign-in page.</summary>
    public static bool ForMachines(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/metrics") || path.StartsWithSegments("/health/live")
        || path.StartsWithSegments("/health/ready");

    private static ClaimsPrincipal Principal(SignInAnswer answer, string scheme) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, answer.UserId!), new Claim(StampClaim, answer.Stamp!)], scheme));

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        string? userId = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        string? stamp = context.Principal?.FindFirstValue(StampClaim);
        IAccounts accounts = context.HttpContext.RequestServices.GetRequiredService<IAccounts>();
        AccessScope? scope;
        try
        {
            scope = userId is null || stamp is null ? null : await accounts.ScopeAsync(userId, stamp, context.HttpContext.RequestAborted);
        }
        catch (Exception fault) when (DatabaseFault.IsAway(fault))
        {
            // The session stands; only what is open to everybody can be shown now.
            Failures.Keep(context.HttpContext, fault);
            context.RejectPrincipal();
            return;
        }

        if (scope is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }

        CurrentScope.Set(context.HttpContext, scope);
    }
}
