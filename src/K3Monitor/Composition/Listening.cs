using System.Globalization;
using System.Net;
using System.Net.Sockets;
using K3Monitor.App.Configuration;

namespace K3Monitor.App.Composition;

/// <summary>The addresses on which the product is to listen, tried before anything is started.</summary>
internal static class Listening
{
    /// <summary>Addresses that cannot be taken, one line each, naming the setting.</summary>
    public static IEnumerable<string> Faults(Settings settings)
    {
        foreach (string url in settings.List("http:urls"))
        {
            // The host as Kestrel reads it: * and + and a name stand for every address.
            BindingAddress address = BindingAddress.Parse(url);
            IPAddress host = address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? given) ? given : IPAddress.Any;
            if (Fault(host, address.Port) is { } taken)
                yield return $"http:urls: {url}: {taken}; choose another with http:urls or --urls";
        }

        IPAddress mqtt = IPAddress.Parse(settings.Text("mqtt:address"));
        foreach (string key in new[] { "mqtt:port", "mqtt:tlsPort" })
        {
            if (Fault(mqtt, settings.Integer(key)) is { } taken)
                yield return string.Create(CultureInfo.InvariantCulture, $"{key}: {mqtt}:{settings.Integer(key)}: {taken}; choose another with {key}{(key == "mqtt:port" ? " or --mqtt-port" : "")}");
        }
    }

    private static string? Fault(IPAddress address, int port)
    {
        if (port == 0)
            return null;
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return "another program listens there";
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }
}
