using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.EndToEnd.Tests.Support;
using MQTTnet;
using MQTTnet.Protocol;

namespace K3Monitor.EndToEnd.Tests.Brokers;

public sealed class BrokerAccessTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly Scratch scratch = new();

    [Fact]
    public async Task Two_clients_in_one_group_take_each_message_once()
    {
        await using ExternalBroker broker = await ExternalBroker.MosquittoAsync(scratch);
        await using Subscriber subscriber = await Subscriber.StartAsync(
            scratch, await PlantAsync(), Subscriber.Source(broker, "satu", "shareGroup: k3"), Subscriber.Source(broker, "dua", "shareGroup: k3"));
        await subscriber.ReachesAsync(2, "connections");
        await PublishAsync(broker, subscriber.Plant, 400);
        await subscriber.ReachesAsync(400, "messages_acknowledged");
        double one = await subscriber.FigureAsync("messages_received", "\"satu\"");
        double two = await subscriber.FigureAsync("messages_received", "\"dua\"");
        Assert.Equal(400, one + two);
        Assert.True(one > 0 && two > 0, $"{one} and {two}");
    }

    [Fact]
    public async Task A_subscription_that_the_broker_lets_through_and_feeds_with_nothing_is_not_healthy()
    {
        scratch.Write("acl", "user other\ntopic read other/#\n");
        await using ExternalBroker broker = await ExternalBroker.MosquittoAsync(scratch, $"allow_anonymous true\nacl_file {scratch.At("acl")}");
        await using Subscriber subscriber = await Subscriber.StartAsync(scratch, await PlantAsync(), Subscriber.Source(broker));
        await subscriber.ConditionAsync("uji", "degraded");
        Assert.Equal(0, await subscriber.FigureAsync("messages_received"));
    }

    [Fact]
    public async Task An_encrypted_broker_that_asks_for_a_certificate_and_a_password_is_subscribed_and_its_retained_message_is_no_sign_of_life()
    {
        MakeCertificates();
        (await Programs.RunAsync(Programs.Other("mosquitto_passwd", ["-b", "-c", scratch.At("passwords"), "k3", "geheim"]), [])).Succeeded();
        int plain = Ports.Free().Mqtt;
        await using ExternalBroker broker = await ExternalBroker.MosquittoAsync(scratch, $"""
            cafile {scratch.At("ca.pem")}
            certfile {scratch.At("server.pem")}
            keyfile {scratch.At("server.key")}
            require_certificate true
            password_file {scratch.At("passwords")}
            per_listener_settings false
            listener {plain.ToString(CultureInfo.InvariantCulture)} 127.0.0.1
            """);
        Plant plant = await PlantAsync();
        long time = Now.AddSeconds(-10).ToUnixTimeMilliseconds();
        await RetainAsync(plain, plant.Devices[0].Telemetry, new Reading(time, 1, 0.7).Message);
        string source = Subscriber.Source(broker, more: $"ca: {scratch.At("ca.pem")}\ncertificate: {scratch.At("client.p12")}\ncertificatePassword: kunci\nuser: k3\npassword: geheim").Replace("mqtt://127.0.0.1", "mqtts://localhost", StringComparison.Ordinal);
        await using Subscriber subscriber = await Subscriber.StartAsync(scratch, plant, source);
        await subscriber.ReachesAsync(1, "messages_acknowledged");
        int point = (await RunningPlant.PointsAsync(subscriber.Api))[plant.Devices[0].UserName];
        await Until.TrueAsync("the retained sample is kept", TimeSpan.FromSeconds(60), async () =>
            (await Kept.SamplesAsync(subscriber.Api, point, time, time + 1, 1)) is [(_, 0.7)], () => subscriber.Product.Said);
        string devices = (await Programs.RunAsync("devices", "list", "--data", plant.Data)).Succeeded();
        Assert.DoesNotMatch(@"\d{4}-\d\d-\d\dT", devices.Split('\n').First(l => l.Contains(plant.Devices[0].UserName, StringComparison.Ordinal)));
    }

    public void Dispose() => scratch.Dispose();

    private Task<Plant> PlantAsync() => Plant.MakeAsync(scratch, Now.AddHours(-2));

    private static async Task PublishAsync(ExternalBroker broker, Plant plant, int count)
    {
        var device = new NumberedDevice(plant.Devices[0], Now.AddHours(-1).ToUnixTimeMilliseconds());
        using IMqttClient client = await device.ConnectAsync(broker.Port);
        for (int i = 0; i < count; i++)
            await client.PublishStringAsync(plant.Devices[0].Telemetry, new Reading(device.TimeOf(i), i, 0.3).Message, MqttQualityOfServiceLevel.AtLeastOnce);
    }

    private static async Task RetainAsync(int port, string topic, string message)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithCredentials("k3", "geheim").Build());
        await client.PublishStringAsync(topic, message, MqttQualityOfServiceLevel.AtLeastOnce, retain: true);
    }

    private void MakeCertificates()
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Uji CA", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 ca = authority.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(2));
        scratch.Write("ca.pem", ca.ExportCertificatePem());
        using (X509Certificate2 server = Signed(ca, "localhost"))
        {
            scratch.Write("server.pem", server.ExportCertificatePem());
            scratch.Write("server.key", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }

        using X509Certificate2 client = Signed(ca, "k3");
        File.WriteAllBytes(scratch.At("client.p12"), client.Export(X509ContentType.Pkcs12, "kunci"));
    }

    private static X509Certificate2 Signed(X509Certificate2 ca, string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 bare = request.Create(ca, Now.AddHours(-1), Now.AddDays(1), [1, (byte)name.Length]);
        return bare.CopyWithPrivateKey(key);
    }
}
