using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MQTTnet.Formatter;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A broker that is not ours, as a real process on a free port; absent ones skip the test on a desk and fail it in CI.</summary>
internal sealed class ExternalBroker : IAsyncDisposable
{
    private readonly ProcessStartInfo start;
    private readonly StringBuilder said = new();
    private Process process = null!;

    private ExternalBroker(int port, MqttProtocolVersion version, ProcessStartInfo start) => (Port, Version, this.start) = (port, version, start);

    public int Port { get; }

    /// <summary>The newest version of MQTT that it speaks.</summary>
    public MqttProtocolVersion Version { get; }

    public string Protocol => Version == MqttProtocolVersion.V500 ? "5" : "3.1.1";

    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public static Task<ExternalBroker> StartAsync(string kind, Scratch scratch) => kind == "nats" ? NatsAsync(scratch) : MosquittoAsync(scratch);

    /// <summary>Debian's Mosquitto; it keeps sessions and their messages over a quiet restart and queues without limit.</summary>
    public static Task<ExternalBroker> MosquittoAsync(Scratch scratch, string access = "allow_anonymous true")
    {
        int port = Ports.Free().Mqtt;
        string file = scratch.Write("mosquitto.conf", $"""
            user root
            persistence true
            persistence_location {scratch.Path}/
            autosave_interval 1
            max_queued_messages 0
            listener {Text(port)} 127.0.0.1
            {access}

            """);
        return new ExternalBroker(port, MqttProtocolVersion.V500, Programs.Other(Server("mosquitto"), ["-c", file])).StartedAsync("mosquitto");
    }

    /// <summary>Debian's NATS server, whose MQTT is 3.1.1; it sends again what was not acknowledged within 2 s.</summary>
    public static Task<ExternalBroker> NatsAsync(Scratch scratch)
    {
        Ports ports = Ports.Free();
        string file = scratch.Write("nats.conf", $$"""
            server_name: k3test
            listen: "127.0.0.1:{{Text(ports.Http)}}"
            jetstream { store_dir: "{{scratch.At("nats")}}" }
            mqtt { listen: "127.0.0.1:{{Text(ports.Mqtt)}}", ack_wait: "2s", max_ack_pending: 1000 }

            """);
        return new ExternalBroker(ports.Mqtt, MqttProtocolVersion.V311, Programs.Other(Server("nats-server"), ["-c", file])).StartedAsync("nats-server");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>SIGTERM, and its end.</summary>
    public async Task TerminateAsync()
    {
        await SignalAsync("TERM").ConfigureAwait(false);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(false);
    }

    /// <summary>SIGSTOP or SIGCONT: connections stay open, and nobody answers.</summary>
    public async Task SignalAsync(string signal) =>
        (await Programs.RunAsync(Programs.Other("kill", [$"-{signal}", Text(process.Id)]), []).ConfigureAwait(false)).Succeeded();

    /// <summary>Starts it again on what it had kept.</summary>
    public Task StartAgainAsync() => StartedAsync(Path.GetFileName(start.FileName));

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private async Task<ExternalBroker> StartedAsync(string program)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Heard(e.Data);
        process.ErrorDataReceived += (_, e) => Heard(e.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception absent)
        {
            string why = $"{program} is not installed (Debian package of that name)";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail($"{why}: {absent.Message}");
            Assert.Skip(why);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Until.TrueAsync($"{program} listens", TimeSpan.FromSeconds(60), ListensAsync, () => Said).ConfigureAwait(false);
        return this;
    }

    private async Task<bool> ListensAsync()
    {
        Assert.False(process.HasExited, Said);
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(IPAddress.Loopback, Port).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Heard(string? line)
    {
        lock (said)
            said.AppendLine(line);
    }

    // Debian keeps servers in sbin, which is not on every user's path.
    private static string Server(string name) => File.Exists($"/usr/sbin/{name}") ? $"/usr/sbin/{name}" : name;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
