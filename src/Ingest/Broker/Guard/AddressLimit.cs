using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace K3Monitor.Ingest.Broker.Guard;

/// <summary>
/// Counts open connections by address. Holds only addresses that have one, and never more than the options allow. Thread-safe; a lock is
/// enough, since it is taken twice in a connection's life.
/// </summary>
internal sealed class AddressLimit(GuardOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, int> _open = [];
    private int _all;

    public int Addresses
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    /// <summary>Takes a place for a connection from this end point; the returned key gives it back. Null key: counted in all only.</summary>
    public GuardReason? Enter(EndPoint? remote, out UInt128? key)
    {
        key = null;
        lock (_gate)
        {
            if (_all >= options.MaxConnections) return GuardReason.TooManyConnections;
            if (remote is not IPEndPoint ip || (options.ExemptLoopback && IPAddress.IsLoopback(ip.Address)))
            {
                _all++;
                return null;
            }

            var address = Key(ip.Address);
            if (!_open.TryGetValue(address, out var count) && _open.Count >= options.MaxAddresses) return GuardReason.TooManyAddresses;
            if (count >= options.MaxConnectionsPerAddress) return GuardReason.TooManyFromAddress;
            _open[address] = count + 1;
            _all++;
            key = address;
            return null;
        }
    }

    public void Leave(UInt128? key)
    {
        lock (_gate)
        {
            _all--;
            if (key is not { } address) return;
            if (_open[address] == 1) _open.Remove(address);
            else _open[address]--;
        }
    }

    private static UInt128 Key(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return BinaryPrimitives.ReadUInt128BigEndian(bytes) >> 64 << 64;

        // IPv6 keys have an empty lower half and IPv4 keys an empty upper half, so they do not collide.
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
