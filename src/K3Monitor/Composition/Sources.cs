using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.App.Composition.Field;
using K3Monitor.App.Configuration;
using K3Monitor.Ingest.Subscriptions;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.App.Composition;

/// <summary>Makes the options of the external brokers out of the settings, and looks at their files before anything starts.</summary>
internal static class Sources
{
    public static IReadOnlyList<SourceOptions> From(Settings settings) => [.. settings.Items("sources").Select(From)];

    /// <summary>What is wrong with the files that the sources name, one line each, naming the key.</summary>
    public static IEnumerable<string> Faults(Settings settings) =>
        settings.Items("sources").SelectMany(i => new[] { Authorities(i), Certificate(i) }).OfType<string>();

    private static SourceOptions From(SettingItem item)
    {
        var url = new Uri(item.Text("url"));
        bool tls = url.Scheme == "mqtts";
        return new SourceOptions
        {
            Name = item.Text("name"),
            Host = url.Host.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : tls ? 8883 : 1883,
            Tls = tls,
            Filters = TopicFilters.Widest(item.Many("filters")),
            Format = Mappings.FormatOf(item),
            Zone = item.Given("zone") is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : null,
            Site = item.Given("site"),
            SparkplugHost = item.Given("sparkplugHost"),
            ShareGroup = item.Given("shareGroup"),
            ClientId = SourceSettings.ClientId(item),
            User = item.Given("user"),
            Password = item.Given("password"),
            AuthorityFile = item.Given("ca"),
            CertificateFile = item.Given("certificate"),
            CertificatePassword = item.Given("certificatePassword"),
            Protocol = item.Text("protocol") == "5" ? SourceProtocol.Mqtt5 : SourceProtocol.Mqtt311,
            Qos = item.Integer("qos"),
            InFlight = item.Integer("inFlight"),
            KeepAlive = TimeSpan.FromSeconds(item.Integer("keepAliveSeconds")),
            SessionExpiry = TimeSpan.FromHours(item.Integer("sessionHours")),
            SilentAfter = TimeSpan.FromMinutes(item.Number("silentMinutes")),
        };
    }

    private static string? Authorities(SettingItem item) => item.Given("ca") is not { } file ? null : Fault(item.KeyOf("ca"), file, () =>
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? null : $"'{file}' holds no certificate in PEM form";
    });

    private static string? Certificate(SettingItem item) => item.Given("certificate") is not { } file ? null : Fault(item.KeyOf("certificate"), file, () =>
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12FromFile(file, item.Text("certificatePassword"));
        return certificate.HasPrivateKey ? null : $"'{file}' holds no private key";
    });

    private static string? Fault(string key, string file, Func<string?> look)
    {
        try
        {
            return look() is { } fault ? $"{key}: {fault}" : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"{key}: '{file}' cannot be used: {e.Message}";
        }
    }
}
