using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace K3Monitor.Ingest.Broker.Tls;

/// <summary>
/// Which certificates of devices are trusted, and which device one stands for: its common name <c>site/device</c>, or its
/// one DNS name <c>device.site</c>.
/// </summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed partial class DeviceCertificates(WatchedFile<X509Certificate2Collection>? authorities, WatchedFile<FrozenSet<string>>? revoked, TimeProvider time)
{
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whether devices may sign in by certificate at all.</summary>
    public bool AreAccepted => authorities is not null;

    /// <summary>Whether one of the authorities stands behind a certificate, it is in its time, and meant for clients.</summary>
    public bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection between)
    {
        if (authorities is null || IsRevoked(certificate.GetCertHashString(HashAlgorithmName.SHA256)))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities.Current);
        chain.ChainPolicy.ExtraStore.AddRange(between);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ForClients));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    /// <summary>The device that a certificate names; null when there is no certificate, none are accepted, or it names none.</summary>
    public string? DeviceOf(X509Certificate2? certificate)
    {
        if (certificate is null || authorities is null)
            return null;
        string common = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (SiteAndDevice().IsMatch(common))
            return common;
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())];
        return names is [var only] && only.Split('.') is [var device, var site] && SiteAndDevice().IsMatch($"{site}/{device}") ? $"{site}/{device}" : null;
    }

    /// <summary>Whether the operator has listed a fingerprint (SHA-256, upper-case) as revoked.</summary>
    public bool IsRevoked(string fingerprint) => revoked?.Current.Contains(fingerprint) == true;

    [GeneratedRegex("^[a-z0-9-]{1,64}/[a-z0-9-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex SiteAndDevice();
}
