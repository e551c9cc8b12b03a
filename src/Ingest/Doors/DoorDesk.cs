using System.Net;
using K3Monitor.Ingest.Broker.Limits;
using K3Monitor.Ingest.Broker.SignIn;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Http;

namespace K3Monitor.Ingest.Doors;

/// <summary>Why a request is turned away; nothing of it was kept.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Short stable code.</param>
/// <param name="Why">In English.</param>
/// <param name="AskAgain">After so many seconds it may be sent again; null when that would not help.</param>
internal sealed record DoorRefusal(int Status, string Code, string Why, int? AskAgain = null);

/// <summary>A request that was let in.</summary>
/// <param name="Device">The device that signed in.</param>
/// <param name="Topology">Everything that is known of devices.</param>
/// <param name="Body">The body, unpacked.</param>
internal sealed record DoorGuest(DeviceTopology Device, TopologySnapshot Topology, byte[] Body);

/// <summary>Lets requests of devices in: by the credential with which they sign in at the broker, at their pace, while there is room.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class DoorDesk(
    IDeviceCredentials credentials, ITopologyRegistry registry, SignInThrottle throttle, MessagePace pace, IJournalAppender journal, IngestMeasures measures, DoorOptions options,
    WallClock wall) : IDisposable
{
    private const int MomentSeconds = 5;
    private static readonly TimeSpan DurableWithin = TimeSpan.FromSeconds(30);
    private static readonly DoorRefusal Full = new(StatusCodes.Status503ServiceUnavailable, "not-stored", "nothing can be stored at present; send it again", MomentSeconds);
    private readonly SemaphoreSlim places = new(options.MaxAtOnce);

    /// <summary>Lets a request in and lets it act while it has its place; the act's answer, or why it was turned away.</summary>
    public async Task<DoorRefusal?> AdmitAsync(HttpContext http, Func<DoorGuest, Task<DoorRefusal?>> act)
    {
        if (!await places.WaitAsync(TimeSpan.Zero, http.RequestAborted).ConfigureAwait(false))
            return new DoorRefusal(StatusCodes.Status503ServiceUnavailable, "too-many", "too many requests are being taken at this moment", 1);
        try
        {
            (DeviceTopology? device, TopologySnapshot? topology, DoorRefusal? refusal) = await SignInAsync(http).ConfigureAwait(false);
            if (device is null)
                return refusal;
            if (pace.Take(device.Path) is { Ticks: > 0 } wait)
                return new DoorRefusal(StatusCodes.Status429TooManyRequests, "too-fast", "the device sends faster than it may", Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
            (byte[]? body, DoorRefusal? broken) = await DoorBody.ReadAsync(http, options.MaxBodyBytes).ConfigureAwait(false);
            if (body is null)
                return broken;
            return await HasRoomAsync(http.RequestAborted).ConfigureAwait(false) ? await act(new DoorGuest(device, topology!, body)).ConfigureAwait(false) : Full;
        }
        catch (JournalUnavailableException)
        {
            return Full;
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Ends when it is durable; a refusal when it will not be, or not soon: sent again it is recognised and kept once.</summary>
    public async Task<DoorRefusal?> DurableAsync(Task durable)
    {
        try
        {
            await durable.WaitAsync(DurableWithin, wall.Time).ConfigureAwait(false);
            measures.PublishAcknowledged();
            return null;
        }
        catch (Exception fault) when (fault is TimeoutException or JournalUnavailableException)
        {
            return Full;
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<bool> HasRoomAsync(CancellationToken cancellationToken)
    {
        if (!journal.IsFull)
            return true;
        try
        {
            await journal.WaitForRoomAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(MomentSeconds), wall.Time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<(DeviceTopology? Device, TopologySnapshot? Topology, DoorRefusal? Refusal)> SignInAsync(HttpContext http)
    {
        IPAddress address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        if (DoorCredential.Of(http.Request) is not { } given)
            return (null, null, Stranger("refused"));
        if (throttle.IsHeldBack(address, given.Device))
        {
            measures.SignIn("held-back");
            return (null, null, new DoorRefusal(StatusCodes.Status429TooManyRequests, "held-back", "too many wrong passwords; try again in a minute", 60));
        }

        TopologySnapshot topology;
        DeviceProof? proof;
        try
        {
            proof = await credentials.ByPasswordAsync(given.Device, given.Password, http.RequestAborted).ConfigureAwait(false);
            topology = await registry.GetAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            measures.SignIn("unavailable");
            return (null, null, new DoorRefusal(StatusCodes.Status503ServiceUnavailable, "unavailable", "the register of devices cannot be read now", MomentSeconds));
        }

        if (proof is null || !topology.Devices.TryGetValue(proof.Device, out DeviceTopology? device))
        {
            throttle.Failed(address, given.Device);
            return (null, null, Stranger("refused"));
        }

        throttle.Succeeded(address, given.Device);
        measures.SignIn("accepted");
        return (device, topology, null);
    }

    private DoorRefusal Stranger(string outcome)
    {
        measures.SignIn(outcome);
        return new DoorRefusal(StatusCodes.Status401Unauthorized, "unauthorized", "a device signs in with its credential: site/device and its password");
    }
}
