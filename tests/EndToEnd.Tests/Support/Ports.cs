using System.Net;
using System.Net.Sockets;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>Two loopback ports that were free a moment ago.</summary>
/// <param name="Http">For the pages.</param>
/// <param name="Mqtt">For devices.</param>
internal sealed record Ports(int Http, int Mqtt)
{
    public static Ports Free()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return new Ports(((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
