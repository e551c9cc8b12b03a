using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace K3Monitor.Inspection.Topology;

/// <summary>
/// Checks passwords of devices. The slow hash is computed once for a password that is right; after that a device that
/// reconnects is recognised by a keyed hash in memory, for as long as the stored hash stays the same.
/// </summary>
/// <remarks>Safe from any thread. Bounded: one entry a password that has signed in, at most 50,000.</remarks>
internal sealed class DeviceSignIn : IDisposable
{
    private const int Bound = 50_000;
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim slow = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Whether the password belongs to the device's stored hash; null where the device may not sign in.</summary>
    public async ValueTask<bool> VerifyAsync(string device, string? storedHash, string password, CancellationToken cancellationToken)
    {
        byte[] offered = Keyed(device, storedHash, password);
        if (storedHash is not null && known.TryGetValue(storedHash, out byte[]? right) && CryptographicOperations.FixedTimeEquals(right, offered))
            return true;

        // A crowd of wrong passwords must leave a processor to the devices that are signed in.
        await slow.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!await Task.Run(() => DevicePasswords.Matches(storedHash, password), cancellationToken).ConfigureAwait(false))
                return false;
        }
        finally
        {
            slow.Release();
        }

        if (known.Count >= Bound)
            known.Clear();
        known[storedHash!] = offered;
        return true;
    }

    public void Dispose() => slow.Dispose();

    private byte[] Keyed(string device, string? storedHash, string password) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Join('\0', device, storedHash, password)));
}
