using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace K3Monitor.Store.Tests.Telemetry.Influx;

/// <summary>
/// Debian's InfluxDB (package influxdb) as a process of its own, on a free port and in a folder of its own: started,
/// killed, stopped in its tracks, started again on the same port and data.
/// </summary>
public sealed partial class InfluxServer : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly string directory = Directory.CreateTempSubdirectory("k3-influx-").FullName;
    private Process? process;
    private int port;

    /// <summary>Where it listens; the same after every start.</summary>
    public Uri Url => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");

    private static string? Program => new[] { "/usr/bin/influxd", "/usr/local/bin/influxd" }.FirstOrDefault(File.Exists);

    /// <summary>Starts it. A desk without InfluxDB skips the tests; continuous integration must have it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Program is null && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("InfluxDB is not installed: apt-get install influxdb");
        await StartAsync();
    }

    /// <summary>Starts it, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        File.WriteAllText(Path.Combine(directory, "influxdb.conf"), Configuration());
        var start = new ProcessStartInfo(Program!, ["run", "-config", Path.Combine(directory, "influxdb.conf")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        process = Process.Start(start)!;
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        void Hear(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is null)
                return;
            lock (said)
                said.AppendLine(e.Data);
            if (Listening().Match(e.Data) is { Success: true } found)
                listening.TrySetResult(int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        process.ErrorDataReceived += Hear;
        process.OutputDataReceived += Hear;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"influxd ended: {said}"));
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        port = await listening.Task.WaitAsync(Deadline);
        await UntilAsync("influxd answers", AnswersAsync);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it keeps its connections and answers nothing.</summary>
    public Task HangAsync() => SignalAsync("-STOP");

    /// <summary>SIGCONT: it goes on where it was.</summary>
    public Task GoOnAsync() => SignalAsync("-CONT");

    /// <summary>Asks until the answer is yes.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> ask)
    {
        var watch = Stopwatch.StartNew();
        while (!await ask())
        {
            if (watch.Elapsed > Deadline)
                Assert.Fail($"not within {Deadline.TotalSeconds:0} s: {what}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Runs a statement of InfluxQL past the product, and gives the answer as it is.</summary>
    public async Task<string> AskAsync(string database, string statement)
    {
        using var http = new HttpClient { BaseAddress = Url, Timeout = Deadline };
        string path = $"query?db={Uri.EscapeDataString(database)}&q={Uri.EscapeDataString(statement)}";
        using HttpResponseMessage answer = await http.PostAsync(new Uri(path, UriKind.Relative), null);
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await KillAsync();
        process?.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(Url, "ping"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [signal, process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:0"
        [meta]
          dir = "{directory}/meta"
        [data]
          dir = "{directory}/data"
          wal-dir = "{directory}/wal"
          index-version = "tsi1"
          query-log-enabled = false
        [monitor]
          store-enabled = false
        [subscriber]
          enabled = false
        [continuous_queries]
          enabled = false
        [http]
          bind-address = "127.0.0.1:{port}"
          log-enabled = false
        """);

    [GeneratedRegex(@"Listening on HTTP.*addr=127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
