using System.Text.Encodings.Web;
using System.Text.Unicode;
using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Api;
using K3Monitor.Dashboard.Live;
using K3Monitor.Dashboard.Security;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace K3Monitor.Dashboard;

/// <summary>Puts the pages and the API into a web application.</summary>
/// <remarks>
/// The host provides what they read: <c>IIncidents</c>, <c>ISites</c>, <c>IEvidence</c>, <c>IQuarantine</c>,
/// <c>LiveBoard</c>, <c>HealthBoard</c>, <c>IReadOnlyList&lt;RulePack&gt;</c>, the accounts, and a
/// <see cref="TimeProvider"/> that is the plant's clock.
/// </remarks>
public static class DashboardSetup
{
    /// <summary>Adds the services of the pages and the API.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">How they are set up.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static IServiceCollection AddK3Dashboard(this IServiceCollection services, DashboardOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        services.AddSingleton(options);
        services.TryAddSingleton<ExposureBoard>();
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentScope>();
        services.AddSingleton<IncidentNews>();
        services.AddSingleton<CounterBoard>();
        services.AddScoped<LiveFeed>();
        services.AddScoped<Display>();
        Sessions.Add(services, options);
        Policies.Add(services);
        RateLimits.Add(services, options);
        ApiSetup.Add(services);
        AddPages(services);
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        AddProtection(services, options);
        return services;
    }

    /// <summary>Puts the middleware and the endpoints into the application; call it once, after the application is built.</summary>
    /// <param name="app">The application.</param>
    /// <returns><paramref name="app"/>.</returns>
    public static WebApplication MapK3Dashboard(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        DashboardOptions options = app.Services.GetRequiredService<DashboardOptions>();
        // Built but not published, the assets lie in the projects' own folders; this finds them whatever the environment.
        StaticWebAssetsLoader.UseStaticWebAssets(app.Environment, app.Configuration);
        _ = app.Services.GetRequiredService<CounterBoard>();
        SecurityHeaders.Use(app);
        app.UseResponseCompression();
        app.UseRequestLocalization();
        Failures.Use(app);
        app.UseRouting();
        app.UseAuthentication();
        Failures.UseForSessions(app);
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapStaticAssets(options.StaticAssetsManifest).AllowAnonymous();
        app.MapRazorPages().WithStaticAssets(options.StaticAssetsManifest);
        app.MapGet("/", () => TypedResults.Redirect(ReturnUrl.Home)).ExcludeFromDescription();
        ApiSetup.Map(app);
        return app;
    }

    private static void AddProtection(IServiceCollection services, DashboardOptions options)
    {
        services.AddDataProtection().SetApplicationName("K3Monitor").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataDirectory, "keys")));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "k3.forgery";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        services.AddResponseCompression(compression =>
        {
            // Pages carry no secret beside reflected input that an attacker could probe by length: tokens are masked anew each time.
            compression.EnableForHttps = true;
            compression.MimeTypes = ResponseCompressionDefaults.MimeTypes.Append("application/problem+json");
        });
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(Languages.Configure);
        // Names of places and units stay readable in the page's source; markup characters are escaped as ever.
        services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddRazorPages().ConfigureApplicationPartManager(manager =>
        {
            System.Reflection.Assembly own = typeof(DashboardSetup).Assembly;
            if (manager.ApplicationParts.OfType<CompiledRazorAssemblyPart>().Any(p => p.Assembly == own))
                return;
            foreach (ApplicationPart part in new CompiledRazorAssemblyApplicationPartFactory().GetApplicationParts(own))
                manager.ApplicationParts.Add(part);
        });
        services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(data => data.Cookie.Name = "k3.said");
    }

    private static void Check(DashboardOptions options)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            faults.Add("DataDirectory: must not be blank");
        if (!(options.ClockSpeed > 0) || !double.IsFinite(options.ClockSpeed))
            faults.Add("ClockSpeed: must be above 0");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.DefaultZoneId, out _))
            faults.Add("DefaultZoneId: must be an IANA zone that this machine knows");
        if (options.SignInAttemptsPerMinute is < 1 or > 10_000)
            faults.Add("SignInAttemptsPerMinute: must be 1 to 10000");
        if (options.ApiCallsPerMinute is < 1 or > 1_000_000)
            faults.Add("ApiCallsPerMinute: must be 1 to 1000000");
        if (options.Heartbeat < TimeSpan.FromSeconds(1))
            faults.Add("Heartbeat: must be at least 1 s");
        if (faults.Count > 0)
            throw new ArgumentException("The dashboard's options are wrong: " + string.Join("; ", faults), nameof(options));
    }
}
