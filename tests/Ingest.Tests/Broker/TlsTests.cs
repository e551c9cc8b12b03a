using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.Ingest.Broker;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Health;
using Microsoft.Extensions.Time.Testing;
using MQTTnet;
using MQTTnet.Formatter;

namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>TLS, certificates of devices, and what happens when their files change.</summary>
[Collection(nameof(BrokerFigures))]
public sealed class TlsTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private readonly FakeTimeProvider wall = new(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));
    private TestBroker broker = null!;

    public async ValueTask InitializeAsync()
    {
        authority.WriteServer();
        await File.WriteAllTextAsync(authority.RevokedFile, "# none yet\n");
        broker = await TestBroker.Start(
            new MqttOptions
            {
                TlsPort = 1,
                CertificateFile = authority.ServerFile,
                CertificatePassword = TestAuthority.FilePassword,
                ClientAuthorityFile = authority.Pem,
                RevokedCertificatesFile = authority.RevokedFile,
            },
            wall);
    }

    public async ValueTask DisposeAsync()
    {
        await broker.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task A_device_signs_in_over_TLS_by_its_password()
    {
        using IMqttClient client = await broker.Connect(change: o => Tls(o));
        Assert.True((await client.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
        Assert.Single(broker.Journal.Records);
    }

    [Theory]
    [InlineData(Plant.Device, null)]
    [InlineData("a detector", "gas-1.tangki")]
    public async Task A_certificate_that_names_the_device_signs_it_in_without_a_password(string common, string? dns)
    {
        using X509Certificate2 own = authority.Device(common, dns);
        (IMqttClient client, MqttClientConnectResult told) = await By(own);
        using (client)
        {
            Assert.Equal(MqttClientConnectResultCode.Success, told.ResultCode);
            Assert.True((await client.PublishAsync(Good(1)).WaitAsync(TestBroker.Deadline)).IsSuccess);
        }
    }

    [Fact]
    public async Task A_certificate_is_its_own_device_s_only()
    {
        using X509Certificate2 other = authority.Device("tangki/gas-2");
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, (await By(other)).Told.ResultCode);
        using X509Certificate2 own = authority.Device(Plant.Device);
        Assert.Equal(MqttClientConnectResultCode.ClientIdentifierNotValid, (await By(own, client: "tangki/gas-2")).Told.ResultCode);
        (_, MqttClientConnectResult foreign) = await broker.TryConnect(user: "tangki/gas-2", change: o => Tls(o, own));
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, foreign.ResultCode);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_or_one_that_has_lapsed_gets_no_connection()
    {
        using var stranger = new TestAuthority();
        using X509Certificate2 forged = stranger.Device(Plant.Device);
        await Assert.ThrowsAnyAsync<Exception>(() => By(forged));
        using X509Certificate2 lapsed = authority.Device(Plant.Device, until: wall.GetUtcNow().AddDays(-1));
        await Assert.ThrowsAnyAsync<Exception>(() => By(lapsed));
        Assert.Empty(broker.Registry.Proved);
    }

    [Fact]
    public async Task A_fingerprint_that_is_listed_ends_the_connection_and_keeps_the_certificate_out()
    {
        using X509Certificate2 own = authority.Device(Plant.Device);
        (IMqttClient client, _) = await By(own);
        Task gone = TestBroker.Gone(client);
        await File.WriteAllTextAsync(authority.RevokedFile, $"{string.Join(':', own.GetCertHash(HashAlgorithmName.SHA256).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)))}  # stolen\n");
        wall.Advance(TimeSpan.FromSeconds(2));
        await broker.Upkeep.EndLapsedAsync(CancellationToken.None);
        await gone;
        await Assert.ThrowsAnyAsync<Exception>(() => By(own));
    }

    [Fact]
    public async Task A_device_that_is_revoked_is_out_by_certificate_too()
    {
        using X509Certificate2 own = authority.Device(Plant.Device);
        (IMqttClient client, _) = await By(own);
        Task gone = TestBroker.Gone(client);
        broker.Registry.Revoked[Plant.Device] = 0;
        await broker.Upkeep.EndLapsedAsync(CancellationToken.None);
        await gone;
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, (await By(own)).Told.ResultCode);
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_without_a_restart_and_a_broken_file_leaves_the_last_good_one()
    {
        string renewed = authority.WriteServer();
        wall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(renewed, await Serial());

        await File.WriteAllTextAsync(authority.ServerFile, "half a cert");
        wall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(renewed, await Serial());
        PartHealth told = broker.Health.Parts.Single(p => p.Part == "broker server.p12");
        Assert.Equal(PartCondition.Degraded, told.Condition);

        string mended = authority.WriteServer();
        wall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(mended, await Serial());
        Assert.Equal(PartCondition.Healthy, broker.Health.Parts.Single(p => p.Part == "broker server.p12").Condition);
    }

    private async Task<(IMqttClient Client, MqttClientConnectResult Told)> By(X509Certificate2 certificate, string client = Plant.Device)
    {
        IMqttClient made = new MqttClientFactory().CreateMqttClient();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithClientId(client).WithTimeout(TestBroker.Deadline);
        Tls(options, certificate);
        return (made, await made.ConnectAsync(options.Build()).WaitAsync(TestBroker.Deadline));
    }

    private void Tls(MqttClientOptionsBuilder options, X509Certificate2? own = null) => options.WithTcpServer("127.0.0.1", broker.TlsPort).WithTlsOptions(tls =>
    {
        tls.UseTls().WithTrustChain([authority.Own]).WithRevocationMode(X509RevocationMode.NoCheck);
        if (own is not null)
            tls.WithClientCertificates([own]);
    });

    /// <summary>Serial number of the certificate that the broker shows.</summary>
    private async Task<string> Serial()
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync("127.0.0.1", broker.TlsPort);
        await using var tls = new SslStream(socket.GetStream());
        string serial = "";
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                serial = ((X509Certificate2)certificate!).SerialNumber;
                return certificate.Issuer == authority.Own.Subject;
            },
        }).WaitAsync(TestBroker.Deadline);
        return serial;
    }

    private static MqttApplicationMessage Good(int value) => TestBroker.Message(string.Create(CultureInfo.InvariantCulture, $"{{\"v\":{{\"h2s\":{value}}}}}"));
}
