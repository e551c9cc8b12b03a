using System.ComponentModel;
using System.Globalization;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>Debian's own MQTT client, so that not only libraries of ours speak to the broker.</summary>
internal static class Mosquitto
{
    /// <summary>Publishes lines as messages of QoS 1 by MQTT 5 and waits for every acknowledgement.</summary>
    public static Task<Ended> PublishLinesAsync(int port, Credential device, string topic, IEnumerable<string> lines) =>
        PublishLinesAsync(port, device.UserName, topic, lines, "-u", device.UserName, "-P", device.Password);

    /// <summary>The same with options of the caller's own, for example of TLS.</summary>
    public static Task<Ended> PublishLinesAsync(int port, string client, string topic, IEnumerable<string> lines, params string[] more) => RunAsync(port, client, topic, lines, ["-l", .. more]);

    /// <summary>Publishes a file as one message.</summary>
    public static Task<Ended> PublishFileAsync(int port, string client, string topic, string file, params string[] more) => RunAsync(port, client, topic, [], ["-f", file, .. more]);

    private static async Task<Ended> RunAsync(int port, string client, string topic, IEnumerable<string> lines, string[] more)
    {
        try
        {
            return await Programs.RunAsync(
                Programs.Other("mosquitto_pub", ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-V", "5", "-q", "1", "-i", client, "-t", topic, .. more]),
                lines).ConfigureAwait(false);
        }
        catch (Win32Exception absent)
        {
            const string why = "mosquitto_pub is not installed (Debian: mosquitto-clients)";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail($"{why}: {absent.Message}");
            Assert.Skip(why);
            throw;
        }
    }
}
