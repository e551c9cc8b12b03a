using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>A certificate authority of the test's own, with its files in a folder of its own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    public const string FilePassword = "berkas";
    private readonly string folder = Directory.CreateTempSubdirectory("k3-tls-").FullName;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte serial;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Own = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(Pem, Own.ExportCertificatePem());
    }

    public X509Certificate2 Own { get; }

    public string Pem => At("ca.pem");

    public string ServerFile => At("server.p12");

    public string RevokedFile => At("revoked.txt");

    public string At(string name) => Path.Combine(folder, name);

    /// <summary>Writes a new certificate of the broker, as a renewal does; its serial number comes back.</summary>
    public string WriteServer()
    {
        using X509Certificate2 made = Issue("CN=127.0.0.1", ServerUse, names => names.AddIpAddress(IPAddress.Loopback));
        File.WriteAllBytes(ServerFile, made.Export(X509ContentType.Pkcs12, FilePassword));
        return made.SerialNumber;
    }

    /// <summary>A certificate of a device: named by its common name, or by a DNS name.</summary>
    public X509Certificate2 Device(string common, string? dns = null, DateTimeOffset? until = null) =>
        Issue($"CN={common}", ClientUse, names => names.AddDnsName(dns ?? "unused"), until);

    public void Dispose()
    {
        Own.Dispose();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private X509Certificate2 Issue(string subject, string use, Action<SubjectAlternativeNameBuilder> name, DateTimeOffset? until = null)
    {
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        using X509Certificate2 issued = request.Create(Own, DateTimeOffset.UnixEpoch.AddYears(50), until ?? DateTimeOffset.UnixEpoch.AddYears(99), [++serial]);
        using X509Certificate2 whole = issued.CopyWithPrivateKey(own);
        // Through PKCS #12, or the key stays with an object that is about to go.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}
