using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using K3Monitor.Ingest.Broker.Limits;
using K3Monitor.Ingest.Broker.Tls;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Topology;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker.SignIn;

/// <summary>Decides who may connect: by password, or by a certificate that names the device; with a client id of his own; while his device has a place.</summary>
internal sealed partial class SignInDesk(
    IDeviceCredentials credentials, DeviceCertificates certificates, SignInThrottle throttle, SignedInDevices devices, WarningPace warnings, IngestMeasures measures,
    ILogger<SignInDesk> logger)
{
    /// <summary>The device of a session, among the session's items.</summary>
    public const string DeviceItem = "k3.device";

    private const int Longest = 128;

    /// <summary>A stranger's text in the log: 64 KiB of it a line would fill a disk.</summary>
    public static string Short(string text) => text.Length <= Longest ? text : text[..Longest] + "…";

    public async Task ValidateAsync(ValidatingConnectionEventArgs e)
    {
        (MqttConnectReasonCode code, string outcome, string? why) = await DecideAsync(e).ConfigureAwait(false);
        e.ReasonCode = code;
        e.ReasonString = why;
        measures.SignIn(outcome);
    }

    private async Task<(MqttConnectReasonCode Code, string Outcome, string? Why)> DecideAsync(ValidatingConnectionEventArgs e)
    {
        IPAddress address = (e.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        string user = e.UserName ?? "";
        X509Certificate2? certificate = certificates.DeviceOf(e.ClientCertificate) is null ? null : e.ClientCertificate;
        DeviceProof? proof;
        try
        {
            if (certificate is not null)
                proof = await ByCertificateAsync(certificate, user).ConfigureAwait(false);
            else if (throttle.IsHeldBack(address, user))
                // Not "bad password": the right one would be refused as well, and an installer would look for the wrong fault.
                return (MqttConnectReasonCode.ServerBusy, "held-back", "too many wrong passwords; try again in a minute");
            else
                proof = await credentials.ByPasswordAsync(user, e.Password ?? "", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            LogFailed(logger, error, Short(user));
            return (MqttConnectReasonCode.ServerUnavailable, "unavailable", "the register of devices cannot be read now");
        }

        if (proof is null)
        {
            Refused(certificate, address, user);
            return (MqttConnectReasonCode.BadUserNameOrPassword, "refused", null);
        }

        throttle.Succeeded(address, user);
        return Admit(e, proof, certificate);
    }

    private async ValueTask<DeviceProof?> ByCertificateAsync(X509Certificate2 certificate, string user)
    {
        string device = certificates.DeviceOf(certificate)!;
        return (user.Length == 0 || user == device) && !certificates.IsRevoked(certificate.GetCertHashString(HashAlgorithmName.SHA256))
            ? await credentials.ByCertificateAsync(device, CancellationToken.None).ConfigureAwait(false)
            : null;
    }

    private (MqttConnectReasonCode Code, string Outcome, string? Why) Admit(ValidatingConnectionEventArgs e, DeviceProof proof, X509Certificate2? certificate)
    {
        // A client id of another device would throw that device out.
        string client = e.ClientId ?? "";
        if (client != proof.Device && !client.StartsWith(proof.Device + "/", StringComparison.Ordinal))
            return (MqttConnectReasonCode.ClientIdentifierNotValid, "client-id", $"the client id must be {proof.Device}, or begin with it and a slash");
        UsedCertificate? used = certificate is null ? null : new UsedCertificate(certificate.GetCertHashString(HashAlgorithmName.SHA256), certificate.NotAfter);
        if (!devices.TryEnter(new SignedIn(client, e.RemoteEndPoint, proof, used)))
            return (MqttConnectReasonCode.QuotaExceeded, "too-many-of-device", "the device has too many connections");
        e.SessionItems[DeviceItem] = proof.Device;
        return (MqttConnectReasonCode.Success, "accepted", null);
    }

    private void Refused(X509Certificate2? certificate, IPAddress address, string user)
    {
        string name = certificate is null ? user : certificates.DeviceOf(certificate)!;
        if (certificate is null)
            throttle.Failed(address, user);
        string shown = name.Length == 0 ? "(none)" : Short(name);
        if (warnings.MayTell("sign-in " + shown, out int hidden))
            LogRefused(logger, shown, address.ToString(), certificate is null ? "wrong name or password" : "its certificate is revoked, or it is not a device", hidden);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Device '{User}' at {Address} was refused: {Why} ({Hidden} further refusals in the minute before)")]
    private static partial void LogRefused(ILogger logger, string user, string address, string why, int hidden);

    [LoggerMessage(Level = LogLevel.Error, Message = "Device '{Device}' was turned away: signing in failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string device);
}
