using System.Net;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.Ingest.Broker.SignIn;

/// <summary>A certificate that signed a device in.</summary>
/// <param name="Fingerprint">SHA-256, upper-case hexadecimal.</param>
/// <param name="NotAfter">When it lapses, UTC.</param>
internal sealed record UsedCertificate(string Fingerprint, DateTimeOffset NotAfter);

/// <summary>A connection that has signed in.</summary>
/// <param name="ClientId">Client id.</param>
/// <param name="Remote">Its other end.</param>
/// <param name="Proof">What it signed in with.</param>
/// <param name="Certificate">The certificate; null where a password was used.</param>
internal sealed record SignedIn(string ClientId, EndPoint? Remote, DeviceProof Proof, UsedCertificate? Certificate);

/// <summary>Who is signed in with what, so that a credential that ends takes its connections with it.</summary>
/// <remarks>Safe from any thread. Bounded by the connections that the guard lets in.</remarks>
internal sealed class SignedInDevices(int mostPerDevice)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Dictionary<string, SignedIn>> byDevice = new(StringComparer.Ordinal);

    /// <summary>All that are signed in.</summary>
    public IReadOnlyList<SignedIn> All
    {
        get
        {
            lock (gate)
                return [.. byDevice.Values.SelectMany(d => d.Values)];
        }
    }

    /// <summary>Takes a place. A client id that is there already is taken over and needs none; false when the device has no place left.</summary>
    public bool TryEnter(SignedIn who)
    {
        lock (gate)
        {
            if (!byDevice.TryGetValue(who.Proof.Device, out Dictionary<string, SignedIn>? clients))
                byDevice[who.Proof.Device] = clients = new Dictionary<string, SignedIn>(StringComparer.Ordinal);
            if (!clients.ContainsKey(who.ClientId) && clients.Count >= mostPerDevice)
                return false;
            clients[who.ClientId] = who;
            return true;
        }
    }

    /// <summary>A connection ended. One that was taken over is another's by now and leaves nothing.</summary>
    public void Leave(string device, string clientId, EndPoint? remote)
    {
        lock (gate)
        {
            if (!byDevice.TryGetValue(device, out Dictionary<string, SignedIn>? clients) || !clients.TryGetValue(clientId, out SignedIn? who) || !Equals(who.Remote, remote))
                return;
            clients.Remove(clientId);
            if (clients.Count == 0)
                byDevice.Remove(device);
        }
    }
}
