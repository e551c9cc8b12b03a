using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace K3Monitor.Browser.Tests.Product;

/// <summary>Debian's own MQTT client, so that not only libraries of ours speak to the broker.</summary>
internal static class MosquittoPub
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Publishes lines as messages of QoS 1 by MQTT 5, and ends when every one is acknowledged; fails the test otherwise.</summary>
    public static async Task LinesAsync(int port, string user, string password, string topic, IEnumerable<string> lines)
    {
        var start = new ProcessStartInfo("mosquitto_pub",
        [
            "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-V", "5", "-q", "1", "-u", user, "-P", password, "-i", user, "-t", topic, "-l",
        ])
        { RedirectStandardInput = true, RedirectStandardError = true };
        using Process process = Begin(start);
        foreach (string line in lines)
            await process.StandardInput.WriteLineAsync(line);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.True(process.ExitCode == 0, $"mosquitto_pub ended with {process.ExitCode}: {await error}");
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
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
