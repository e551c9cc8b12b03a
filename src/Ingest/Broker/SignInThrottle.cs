using System.Collections.Concurrent;
using System.Net;

namespace K3Monitor.Ingest.Broker;

/// <summary>
/// Holds back an address that keeps giving wrong credentials: 20 failures within a minute refuse it, without looking at
/// the password, until the minute is over.
/// </summary>
/// <remarks>Safe from any thread. Bounded to 10,000 addresses; beyond that the table starts anew, which only forgives.</remarks>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int Allowed = 20;
    private const int Bound = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<IPAddress, (long Since, int Failures)> failures = new();

    public bool IsHeldBack(IPAddress address) =>
        failures.TryGetValue(address, out (long Since, int Failures) entry)
        && entry.Failures >= Allowed && time.GetElapsedTime(entry.Since) < Window;

    public void Failed(IPAddress address)
    {
        if (failures.Count >= Bound)
            failures.Clear();
        failures.AddOrUpdate(
            address,
            _ => (time.GetTimestamp(), 1),
            (_, old) => time.GetElapsedTime(old.Since) < Window ? (old.Since, old.Failures + 1) : (time.GetTimestamp(), 1));
    }

    public void Succeeded(IPAddress address) => failures.TryRemove(address, out _);
}
