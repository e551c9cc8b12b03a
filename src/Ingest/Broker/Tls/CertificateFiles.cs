using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace K3Monitor.Ingest.Broker.Tls;

/// <summary>Reads the files that TLS needs. Each throws with what is wrong in words; whoever reads at the start adds the key of the setting.</summary>
public static class CertificateFiles
{
    private const int FingerprintDigits = 64;

    /// <summary>The server's certificate with its key and the certificates between it and its root.</summary>
    /// <exception cref="InvalidDataException">It holds no private key.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not PKCS #12, or the password is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SslStreamCertificateContext ReadServer(string path, string? password)
    {
        X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        X509Certificate2 own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new InvalidDataException($"'{path}' holds no private key");
        all.Remove(own);
        return SslStreamCertificateContext.Create(own, all, offline: true);
    }

    /// <summary>The authorities of a PEM file.</summary>
    /// <exception cref="InvalidDataException">There is none in it.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not PEM.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities.Count > 0 ? authorities : throw new InvalidDataException($"'{path}' holds no certificate in PEM");
    }

    /// <summary>Fingerprints, one a line; colons and blanks within and comments after <c>#</c> are ignored.</summary>
    /// <exception cref="InvalidDataException">A line is not a SHA-256 fingerprint; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FrozenSet<string> ReadFingerprints(string path)
    {
        var fingerprints = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int at, string line) in File.ReadLines(path).Index())
        {
            string digits = line.Split('#')[0].Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
            if (digits.Length == 0)
                continue;
            if (digits.Length != FingerprintDigits || !digits.All(char.IsAsciiHexDigitUpper))
                throw new InvalidDataException(FormattableString.Invariant($"'{path}' line {at + 1} is not a SHA-256 fingerprint of 64 hexadecimal digits"));
            fingerprints.Add(digits);
        }

        return fingerprints.ToFrozenSet(StringComparer.Ordinal);
    }
}
