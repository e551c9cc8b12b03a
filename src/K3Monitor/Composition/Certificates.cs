using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.App.Configuration;

namespace K3Monitor.App.Composition;

/// <summary>Looks at the certificates that the settings name, before anything is started with them.</summary>
internal static class Certificates
{
    /// <summary>What is wrong with them, one line each, naming the key.</summary>
    public static IEnumerable<string> Faults(Settings settings)
    {
        if (settings.List("http:urls").Any(u => u.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) && Fault(settings, "http:certificate", "http:certificatePassword") is { } pages)
            yield return pages;
        if (settings.Integer("mqtt:tlsPort") > 0 && Fault(settings, "mqtt:certificate", "mqtt:certificatePassword") is { } devices)
            yield return devices;
    }

    private static string? Fault(Settings settings, string key, string password)
    {
        string file = settings.Text(key);
        if (!File.Exists(file))
            return $"{key}: TLS needs a PKCS #12 file; there is no file '{file}'";
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12FromFile(file, settings.Text(password));
            return certificate.HasPrivateKey ? null : $"{key}: '{file}' holds no private key";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"{key}: '{file}' cannot be opened as PKCS #12 with {password}: {e.Message}";
        }
    }
}
