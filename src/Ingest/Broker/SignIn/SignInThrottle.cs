using System.Collections.Concurrent;
using System.Net;

namespace K3Monitor.Ingest.Broker.SignIn;

/// <summary>
/// Holds back a user name at an address that keeps giving wrong passwords: 20 failures within a minute refuse it, without
/// looking at the password, until the minute is over. Other devices behind the same address are not held back with it.
/// </summary>
/// <remarks>Safe from any thread. Bounded to 10,000 entries; beyond that the table starts anew, which only forgives.</remarks>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int Allowed = 20;
    private const int Bound = 10_000;
    private const int LongestUser = 128;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(IPAddress, string), (long Since, int Failures)> failures = new();

    public bool IsHeldBack(IPAddress address, string user) =>
        failures.TryGetValue(Key(address, user), out (long Since, int Failures) entry)
        && entry.Failures >= Allowed && time.GetElapsedTime(entry.Since) < Window;

    public void Failed(IPAddress address, string user)
    {
        if (failures.Count >= Bound)
            failures.Clear();
        failures.AddOrUpdate(
            Key(address, user),
            _ => (time.GetTimestamp(), 1),
            (_, old) => time.GetElapsedTime(old.Since) < Window ? (old.Since, old.Failures + 1) : (time.GetTimestamp(), 1));
    }

    public void Succeeded(IPAddress address, string user) => failures.TryRemove(Key(address, user), out _);

    private static (IPAddress, string) Key(IPAddress address, string user) => (address, user.Length <= LongestUser ? user : user[..LongestUser]);
}
