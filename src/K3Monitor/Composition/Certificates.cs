using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.App.Configuration;
using K3Monitor.Ingest.Broker.Tls;

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
        if (Fault(settings, "mqtt:clientCa", f => CertificateFiles.ReadAuthorities(f)) is { } authorities)
            yield return authorities;
        if (settings.Text("mqtt:clientCa").Length > 0 && settings.Integer("mqtt:tlsPort") == 0)
            yield return "mqtt:clientCa: certificates of devices need mqtt:tlsPort";
        if (Fault(settings, "mqtt:revokedCertificates", f => CertificateFiles.ReadFingerprints(f)) is { } revoked)
            yield return revoked;
    }

    /// <summary>What is wrong with a file that may be left out.</summary>
    private static string? Fault(Settings settings, string key, Action<string> read)
    {
        string file = settings.Text(key);
        if (file.Length == 0)
            return null;
        try
        {
            read(file);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return $"{key}: '{file}' cannot be used: {e.Message}";
        }
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
