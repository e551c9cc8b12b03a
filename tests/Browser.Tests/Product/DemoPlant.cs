using System.Globalization;
using System.Text.RegularExpressions;

namespace K3Monitor.Browser.Tests.Product;

/// <summary>The demo, played fast enough that leak, noise and heat are there within some minutes.</summary>
public sealed partial class DemoPlant : IAsyncLifetime
{
    /// <summary>Name of the collection of tests that share one demo.</summary>
    public const string Collection = "demo";

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("k3-browser-demo-");
    private readonly Dictionary<string, string> passwords = [];
    private ProductProcess? product;
    private string? session;

    /// <summary>Address of the pages, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The password that the demo printed for a user.</summary>
    public string PasswordOf(string user) => passwords[user];

    /// <summary>The inspector's session, signed in once: the product counts attempts.</summary>
    public async Task<string> SessionAsync(Chromium.Chrome chrome)
    {
        if (session is null)
        {
            await using Chromium.Visit visit = await Chromium.Visit.BeginAsync(chrome, Address);
            await visit.SignInAsync("pengawas", PasswordOf("pengawas"));
            session = await visit.CookiesAsync();
        }

        return session;
    }

    public async ValueTask InitializeAsync()
    {
        if (!Chromium.Chrome.IsThere)
            return;
        Address = $"http://127.0.0.1:{ProductProcess.FreePort().ToString(CultureInfo.InvariantCulture)}";
        product = await ProductProcess.StartAsync(
            "Stop with Ctrl+C", "demo", "--speed", "60", "--http", Address, "--data", data.FullName,
            "--mqtt-port", ProductProcess.FreePort().ToString(CultureInfo.InvariantCulture));
        foreach (Match login in Login().Matches(product.Said))
            passwords[login.Groups[1].Value] = login.Groups[2].Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (product is not null)
            await product.DisposeAsync();
        data.Delete(recursive: true);
    }

    [GeneratedRegex(@"^  (?:Inspector|SafetyOfficer|Administrator|Auditor)\s+(\S+)\s+(\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Login();
}

/// <summary>Joins the tests of the demo.</summary>
[CollectionDefinition(DemoPlant.Collection)]
public sealed class DemoCollection : ICollectionFixture<DemoPlant>;
