using System.Net;
using System.Text.RegularExpressions;
using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Live;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Sites;
using K3Monitor.Rules.Limits;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>The dashboard on a real Kestrel at a free port, over stores in memory.</summary>
internal sealed partial class DashboardHost : IAsyncDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("k3-dashboard-").FullName;

    private DashboardHost(WebApplication app) => App = app;

    public WebApplication App { get; private set; }

    public InMemoryIncidents Incidents { get; } = new();

    public InMemorySites Sites { get; } = new();

    public InMemoryDevices Devices { get; private set; } = null!;

    public InMemoryUnclaimed Unclaimed { get; } = new();

    public InMemoryEvidence Evidence { get; } = new();

    public InMemoryQuarantine Quarantine { get; private set; } = null!;

    public InMemoryAccounts Accounts { get; } = new();

    public InMemoryRetention Retention { get; } = new();

    public LiveBoard Live { get; } = new();

    public HealthBoard Health { get; } = new();

    public FakeTimeProvider Plant { get; } = new(Some.Morning.ToDateTimeOffset());

    public Uri Address => new(App.Urls.First());

    public static async Task<DashboardHost> StartAsync(Func<DashboardOptions, DashboardOptions>? change = null, TimeProvider? wall = null)
    {
        DashboardHost host = new(null!);
        host.Quarantine = new InMemoryQuarantine(host.Sites);
        host.Devices = new InMemoryDevices(host.Sites);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(DashboardHost).Assembly.GetName().Name, EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        DashboardOptions options = new() { DataDirectory = host.data, SignInAttemptsPerMinute = 10_000, ApiCallsPerMinute = 1_000_000, WallClock = wall ?? TimeProvider.System };
        host.AddStores(builder.Services);
        builder.Services.AddK3Dashboard(change?.Invoke(options) ?? options);
        host.App = builder.Build();
        host.App.MapK3Dashboard();
        await host.App.StartAsync();
        return host;
    }

    /// <summary>A client that follows nothing and keeps its cookies; signed in when a user is named.</summary>
    public async Task<HttpClient> ClientAsync(string? user = null, string language = "id")
    {
        HttpClientHandler handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        if (language != "id")
            handler.CookieContainer.Add(Address, new Cookie("k3.lang", "c%3Den-GB%7Cuic%3Den-GB"));
        HttpClient client = new(handler) { BaseAddress = Address };
        if (user is null)
            return client;
        HttpResponseMessage answer = await PostFormAsync(client, "/account/sign-in", "/account/sign-in", new() { ["userName"] = user, ["password"] = "rahasia" });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    /// <summary>Posts a form with the token of the page that it stands on.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, string action, Dictionary<string, string> fields)
    {
        string html = await client.GetStringAsync(page);
        fields["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
        return await client.PostAsync(action, new FormUrlEncodedContent(fields));
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private void AddStores(IServiceCollection services)
    {
        services.AddSingleton<IIncidents>(Incidents);
        services.AddSingleton<IIncidentRegister>(Incidents);
        services.AddSingleton<ISites>(Sites);
        services.AddSingleton<IDevices>(Devices);
        services.AddSingleton<IFieldDevices>(new InMemoryFieldDevices());
        services.AddSingleton<IUnclaimed>(Unclaimed);
        services.AddSingleton<IMessageReplay>(Unclaimed);
        services.AddSingleton<IEvidence>(Evidence);
        services.AddSingleton<IExports, InMemoryExports>();
        services.AddSingleton<IGaps, InMemoryGaps>();
        services.AddSingleton<IRetention>(Retention);
        services.AddSingleton<ILegalHolds>(Retention);
        services.AddSingleton<IQuarantine>(Quarantine);
        services.AddSingleton<IAccounts>(Accounts);
        services.AddSingleton(Live);
        services.AddSingleton(Health);
        services.AddSingleton<TimeProvider>(Plant);
        services.AddSingleton<IReadOnlyList<RulePack>>([new RulePack(
            "id.test", "2026-1", new LocalText("Paket uji", "Test pack"), "Permenaker 5/2018", "ID", new DateOnly(2018, 4, 27), null,
            [Some.Limit(LimitKind.Ceiling), Some.Limit(LimitKind.Dose, verified: true)], new string('0', 64), "test.yaml")]);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
