using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace K3Monitor.Store.Telemetry.Influx;

/// <summary>The sockets to the server.</summary>
internal static class InfluxTransport
{
    /// <exception cref="InvalidDataException">The authority file holds no certificate.</exception>
    public static SocketsHttpHandler Open(InfluxOptions options)
    {
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = options.Timeout };
        if (options.AuthorityFile.Length == 0)
            return sockets;
        X509Certificate2Collection authorities = Read(options.AuthorityFile);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        sockets.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return sockets;
    }

    private static X509Certificate2Collection Read(string file)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file}: {e.Message}", e);
        }

        return found.Count > 0 ? found : throw new InvalidDataException($"{file}: holds no certificate in PEM form");
    }
}
