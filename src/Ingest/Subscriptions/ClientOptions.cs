using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>What is asked of the MQTT library for a source: the connection and the one set of subscriptions.</summary>
internal static class ClientOptions
{
    /// <summary>A connecting, and any other answer of the broker, may take so long.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);

    /// <summary>A larger message is not taken from a broker that speaks MQTT 5.</summary>
    private const uint MostPacketBytes = 16 << 20;

    /// <summary>
    /// The library's default of 8 KiB makes the kernel offer windows smaller than a segment. Under load the broker then sends
    /// one small piece at each retransmission time-out, about 230 messages a second, while everything looks connected.
    /// </summary>
    private const int SocketBytes = 1 << 20;

    /// <summary>The connection. Certificates are read anew each time, so that a renewed file is used at the next connecting.</summary>
    /// <exception cref="IOException">A certificate file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate file holds no certificate.</exception>
    public static MqttClientOptions Connection(SourceOptions source)
    {
        bool five = source.Protocol == SourceProtocol.Mqtt5;
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(source.Host, source.Port)
            .WithClientId(source.ClientId)
            .WithProtocolVersion(five ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311)
            .WithKeepAlivePeriod(source.KeepAlive)
            .WithTimeout(AnswerWithin)
            .WithCleanStart(false);
        if (five)
            builder = builder.WithSessionExpiryInterval((uint)source.SessionExpiry.TotalSeconds).WithReceiveMaximum((ushort)source.InFlight).WithMaximumPacketSize(MostPacketBytes);
        if (source.User is not null)
            builder = builder.WithCredentials(source.User, source.Password);
        if (source.Tls)
            builder = builder.WithTlsOptions(tls => Tls(tls, source));
        MqttClientOptions options = builder.Build();
        ((MqttClientTcpOptions)options.ChannelOptions).BufferSize = SocketBytes;
        return options;
    }

    /// <summary>All filters in one packet. A retained message comes marked; one that is only published with the mark does not.</summary>
    public static MqttClientSubscribeOptions Subscriptions(SourceOptions source)
    {
        var options = new MqttClientSubscribeOptions();
        foreach (string filter in source.Filters)
        {
            options.TopicFilters.Add(new MqttTopicFilter
            {
                Topic = source.ShareGroup is null ? filter : $"$share/{source.ShareGroup}/{filter}",
                QualityOfServiceLevel = source.Qos == 0 ? MqttQualityOfServiceLevel.AtMostOnce : MqttQualityOfServiceLevel.AtLeastOnce,
            });
        }

        return options;
    }

    private static void Tls(MqttClientTlsOptionsBuilder tls, SourceOptions source)
    {
        // Plants are often cut off from the authorities' revocation lists, and private authorities publish none.
        tls.UseTls().WithTargetHost(source.Host).WithRevocationMode(X509RevocationMode.NoCheck);
        if (source.AuthorityFile is not null)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(source.AuthorityFile);
            tls.WithTrustChain(authorities);
        }

        if (source.CertificateFile is not null)
            tls.WithClientCertificates([X509CertificateLoader.LoadPkcs12FromFile(source.CertificateFile, source.CertificatePassword)]);
    }
}
