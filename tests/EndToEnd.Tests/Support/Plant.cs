using System.Globalization;
using System.Text;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>What a device signs in with.</summary>
internal sealed record Credential(string UserName, string Password)
{
    public string Telemetry => $"k3/v1/{UserName}/telemetry";
}

/// <summary>
/// A site with one confined tank area, H2S detectors <c>gas-01</c>… and a point for each, made by the commands that an
/// operator uses: <c>sites import</c> and <c>users add</c>.
/// </summary>
internal sealed class Plant
{
    public const string Site = "pt-uji";
    private const string User = "pengawas";
    private const string Password = "Batu-karang-77-biru";

    private Plant(string data, string siteFile, IReadOnlyList<Credential> devices)
    {
        Data = data;
        SiteFile = siteFile;
        Devices = devices;
    }

    public string Data { get; }

    public string SiteFile { get; }

    public IReadOnlyList<Credential> Devices { get; }

    /// <summary>Makes the data folder.</summary>
    /// <param name="scratch">Where.</param>
    /// <param name="shiftStart">When the shift began or begins; cut to the minute.</param>
    /// <param name="hours">How long the shift is.</param>
    /// <param name="detectors">How many detectors.</param>
    /// <param name="more">Further arguments of every command.</param>
    public static async Task<Plant> MakeAsync(Scratch scratch, DateTimeOffset shiftStart, int hours = 8, int detectors = 1, params string[] more)
    {
        string data = scratch.At("data");
        string file = scratch.Write("site.yaml", SiteText(shiftStart, hours, detectors));
        string imported = (await Programs.RunAsync(["sites", "import", file, "--data", data, .. more]).ConfigureAwait(false)).Succeeded();
        List<Credential> devices = [.. imported.Split('\n').Where(l => l.StartsWith("device,", StringComparison.Ordinal)).Select(l => l.Trim().Split(',')).Select(p => new Credential(p[1], p[2]))];
        Assert.Equal(detectors, devices.Count);
        (await Programs.RunAsync(
            Programs.Product(["users", "add", User, "--role", "Inspector", "--province", "ID-KR", "--password-stdin", "--data", data, .. more]), [Password]).ConfigureAwait(false)).Succeeded();
        return new Plant(data, file, devices);
    }

    public static Task<Api> SignInAsync(ProductProcess product) => Api.SignInAsync(product.Address, User, Password);

    private static string SiteText(DateTimeOffset shiftStart, int hours, int detectors)
    {
        DateTimeOffset local = shiftStart.ToOffset(TimeSpan.FromHours(7));
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $$"""
            company: { slug: uji, name: PT Uji }
            sites:
              - slug: {{Site}}
                name: PT Uji, Batam
                province: ID-KR
                zone: Asia/Jakarta
                devices:
            """);
        for (int i = 1; i <= detectors; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $$"""      - { key: gas-{{i:00}}, channels: [{ name: h2s, quantity: gas.h2s, unit: ppm, min: 0, max: 100, resolution: 0.1 }] }""");
        text.AppendLine(CultureInfo.InvariantCulture, $$"""
                areas:
                  - slug: area-tangki
                    name: Area Tangki
                    confined_space: true
                    shifts: [{ name: Uji, start: "{{local:HH:mm}}", end: "{{local.AddHours(hours):HH:mm}}" }]
                    points:
            """);
        for (int i = 1; i <= detectors; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $$"""          - { slug: tangki-{{i}}-h2s, name: Tangki {{i}}, quantity: gas.h2s, interval: 1s, measured_by: [{ device: gas-{{i:00}}, channel: h2s }] }""");
        return text.ToString();
    }
}
