using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.Inspection.Health;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.Broker.Tls;

/// <summary>TLS of the broker: its own certificate and those of devices, from files that are read again when they change.</summary>
internal sealed partial class BrokerTls
{
    private static readonly List<SslApplicationProtocol> Protocols = [new("mqtt")];
    private readonly MqttOptions options;
    private readonly WallClock wall;
    private readonly TimeProvider time;
    private readonly HealthBoard health;
    private readonly ILogger<BrokerTls> logger;
    private readonly WatchedFile<SslStreamCertificateContext>? server;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="InvalidDataException">One does not hold what it should.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One is not what it should be.</exception>
    public BrokerTls(MqttOptions options, WallClock wall, TimeProvider time, HealthBoard health, ILogger<BrokerTls> logger)
    {
        (this.options, this.wall, this.time, this.health, this.logger) = (options, wall, time, health, logger);
        server = options.TlsPort > 0 ? Watch(options.CertificateFile!, f => CertificateFiles.ReadServer(f, options.CertificatePassword)) : null;
        WatchedFile<X509Certificate2Collection>? authorities = options.TlsPort > 0 && options.ClientAuthorityFile is { Length: > 0 } pem ? Watch(pem, CertificateFiles.ReadAuthorities) : null;
        WatchedFile<FrozenSet<string>>? revoked = options.RevokedCertificatesFile is { Length: > 0 } list ? Watch(list, CertificateFiles.ReadFingerprints) : null;
        Devices = new DeviceCertificates(authorities, revoked, wall.Time);
    }

    /// <summary>The certificates of devices.</summary>
    public DeviceCertificates Devices { get; }

    /// <summary>What Kestrel asks at each handshake.</summary>
    public TlsHandshakeCallbackOptions Handshake() => new()
    {
        HandshakeTimeout = options.ConnectTimeout,
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = server!.Current,
            ApplicationProtocols = Protocols,
            // Asked for, not insisted on: a device may also come with its password.
            ClientCertificateRequired = Devices.AreAccepted,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => IsAcceptable(certificate, chain),
        }),
    };

    private bool IsAcceptable(X509Certificate? certificate, X509Chain? chain)
    {
        if (certificate is null)
            return true;
        var between = new X509Certificate2Collection();
        foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            between.Add(element.Certificate);
        return certificate is X509Certificate2 whole && Devices.IsTrusted(whole, between);
    }

    private WatchedFile<T> Watch<T>(string path, Func<string, T> read)
        where T : class => new(path, read, wall.Time, fault => Tell(path, fault));

    private void Tell(string path, Exception? fault)
    {
        string part = "broker " + Path.GetFileName(path);
        if (fault is null)
        {
            LogRead(logger, path);
            health.Report(part, PartCondition.Healthy, $"'{path}' was read anew", Instant.Now(time));
            return;
        }

        LogFault(logger, fault, path);
        health.Report(part, PartCondition.Degraded, $"'{path}' has changed and cannot be used; what it held before stays in force: {fault.Message}", Instant.Now(time));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Path}' has changed and was read anew")]
    private static partial void LogRead(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "'{Path}' has changed and cannot be used; what it held before stays in force")]
    private static partial void LogFault(ILogger logger, Exception exception, string path);
}
