using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.EndToEnd.Tests.Support;
using MQTTnet;

namespace K3Monitor.EndToEnd.Tests;

/// <summary>Devices over TLS with a foreign client, and credentials that are changed by command while the product serves.</summary>
public sealed class DeviceCredentialTests : IDisposable
{
    private const string FilePassword = "berkas";
    private readonly Scratch scratch = new();

    [Fact]
    public async Task Mosquitto_publishes_over_TLS_by_password_and_by_certificate()
    {
        Plant plant = await Plant.MakeAsync(scratch, TimeProvider.System.GetUtcNow().AddHours(-1));
        Files files = MakeFiles(plant.Devices[0].UserName);
        Ports ports = Ports.Free();
        int tls = Ports.Free().Mqtt;
        string config = scratch.Write("k3.yaml", string.Create(
            CultureInfo.InvariantCulture, $"mqtt:\n  tlsPort: {tls}\n  certificate: {files.Server}\n  certificatePassword: {FilePassword}\n  clientCa: {files.Authority}\n"));
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports, "--config", config);
        Credential device = plant.Devices[0];
        string[] one = ["""{"v":{"h2s":1}}"""];

        (await Mosquitto.PublishLinesAsync(tls, device.UserName, device.Telemetry, one, "--cafile", files.Authority, "-u", device.UserName, "-P", device.Password)).Succeeded();
        (await Mosquitto.PublishLinesAsync(tls, device.UserName, device.Telemetry, one, "--cafile", files.Authority, "--cert", files.Device, "--key", files.DeviceKey)).Succeeded();
        Assert.NotEqual(0, (await Mosquitto.PublishLinesAsync(tls, device.UserName, device.Telemetry, one, "--cafile", files.Authority, "-u", device.UserName, "-P", "wrong")).Code);
    }

    [Fact]
    public async Task A_device_that_another_process_revokes_is_disconnected_and_one_that_is_rotated_with_overlap_is_not()
    {
        Plant plant = await Plant.MakeAsync(scratch, TimeProvider.System.GetUtcNow().AddHours(-1));
        Ports ports = Ports.Free();
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, ports);
        Credential device = plant.Devices[0];
        using IMqttClient old = await new NumberedDevice(device, 0).ConnectAsync(ports.Mqtt);
        var gone = new TaskCompletionSource();
        old.DisconnectedAsync += _ =>
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        };
        string[] one = ["""{"v":{"h2s":1}}"""];
        string[] As(Credential credential) => ["-u", credential.UserName, "-P", credential.Password];

        string made = (await Programs.RunAsync("devices", "rotate", device.UserName, "--overlap", "24h", "--reason", "yearly", "--data", plant.Data)).Succeeded();
        Credential renewed = device with { Password = made.Trim().Split(',')[1] };
        await Until.TrueAsync(
            "the new password is good", TimeSpan.FromSeconds(60),
            async () => (await Mosquitto.PublishLinesAsync(ports.Mqtt, device.UserName + "/2", device.Telemetry, one, As(renewed))).Code == 0, () => product.Said);
        (await Mosquitto.PublishLinesAsync(ports.Mqtt, device.UserName + "/2", device.Telemetry, one, As(device))).Succeeded();
        Assert.False(gone.Task.IsCompleted);

        (await Programs.RunAsync("devices", "revoke", device.UserName, "--reason", "stolen", "--data", plant.Data)).Succeeded();
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.NotEqual(0, (await Mosquitto.PublishLinesAsync(ports.Mqtt, device.UserName, device.Telemetry, one, As(renewed))).Code);
    }

    [Fact]
    public async Task Wrong_certificate_files_stop_the_start_with_key_and_reason()
    {
        string wrong = scratch.Write("wrong.p12", "no certificate");
        string list = scratch.Write("revoked.txt", "# stolen\nabc\n");
        string config = scratch.Write("k3.yaml", $"mqtt:\n  tlsPort: 8883\n  certificate: {wrong}\n  clientCa: {scratch.At("absent.pem")}\n  revokedCertificates: {list}\n");
        Ended ended = await Programs.RunAsync("run", "--data", scratch.At("data"), "--config", config);
        Assert.Equal(1, ended.Code);
        string[] told = ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(told, l => l.StartsWith($"mqtt:certificate: '{wrong}'", StringComparison.Ordinal));
        Assert.Contains(told, l => l.StartsWith("mqtt:clientCa: '", StringComparison.Ordinal) && l.Contains("absent.pem", StringComparison.Ordinal));
        Assert.Contains(told, l => l.StartsWith("mqtt:revokedCertificates: '", StringComparison.Ordinal) && l.Contains("line 2", StringComparison.Ordinal));
    }

    public void Dispose() => scratch.Dispose();

    private Files MakeFiles(string device)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 authority = Authority(key);
        using ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 server = Issue(authority, serverKey, "CN=127.0.0.1", "1.3.6.1.5.5.7.3.1", 1);
        File.WriteAllBytes(scratch.At("server.p12"), server.Export(X509ContentType.Pkcs12, FilePassword));
        using ECDsa deviceKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 own = Issue(authority, deviceKey, "CN=" + device, "1.3.6.1.5.5.7.3.2", 2);
        return new Files(
            scratch.At("server.p12"), scratch.Write("ca.pem", authority.ExportCertificatePem()), scratch.Write("device.pem", own.ExportCertificatePem()), scratch.Write("device.key", deviceKey.ExportPkcs8PrivateKeyPem()));
    }

    private static X509Certificate2 Authority(ECDsa key)
    {
        var request = new CertificateRequest("CN=Uji", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, ECDsa key, string name, string use, byte serial)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        using X509Certificate2 issued = request.Create(authority, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(99), [serial]);
        return issued.CopyWithPrivateKey(key);
    }

    private sealed record Files(string Server, string Authority, string Device, string DeviceKey);
}
