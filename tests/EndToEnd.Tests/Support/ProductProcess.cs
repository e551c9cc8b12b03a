using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>The product as a process of its own: started, heard, killed, started again on the same data.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private const string ReadyLine = "K3Monitor is ready at";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    private ProductProcess(ProcessStartInfo start, Ports ports, string readyLine)
    {
        Ports = ports;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Heard(e.Data, readyLine);
        process.ErrorDataReceived += (_, e) => Heard(e.Data, readyLine);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Ports Ports { get; }

    public Uri Address => new($"http://127.0.0.1:{Ports.Http.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Number of the process.</summary>
    public int Id => process.Id;

    /// <summary>Everything it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Starts <c>run</c> on a data folder and waits until it says that it is ready.</summary>
    public static Task<ProductProcess> RunAsync(string data, Ports ports, params string[] more) => StartAsync(
        Arguments(data, ports, more), ports, ReadyLine);

    /// <summary>Starts <c>demo</c> and waits until it tells its address.</summary>
    public static Task<ProductProcess> DemoAsync(string data, Ports ports, params string[] more) => StartAsync(
        ["demo", "--data", data, "--http", Url(ports), "--mqtt-port", ports.Mqtt.ToString(CultureInfo.InvariantCulture), .. more], ports, "Stop with Ctrl+C");

    /// <summary>Starts <c>run</c> and kills it some time later, ready or not.</summary>
    public static async Task KilledWhileStartingAsync(string data, Ports ports, TimeSpan after, params string[] more)
    {
        await using var product = new ProductProcess(Programs.Product(Arguments(data, ports, more)), ports, ReadyLine);
        try
        {
            await product.ready.Task.WaitAsync(after).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // As intended: it is in the middle of starting.
        }

        await product.KillAsync().ConfigureAwait(false);
    }

    /// <summary>SIGSTOP or SIGCONT: its connections stay open, and nobody answers.</summary>
    public async Task SignalAsync(string signal) =>
        (await Programs.RunAsync(Programs.Other("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]), []).ConfigureAwait(false)).Succeeded();

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().ConfigureAwait(false);
    }

    /// <summary>SIGTERM, as systemd and containers stop a service.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync(TimeSpan deadline)
    {
        (await Programs.RunAsync(Programs.Other("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]), []).ConfigureAwait(false)).Succeeded();
        using var limit = new CancellationTokenSource(deadline);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"did not end within {deadline.TotalSeconds:0} s of SIGTERM{Environment.NewLine}{Said}");
        }

        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private static string[] Arguments(string data, Ports ports, string[] more) =>
        ["run", "--data", data, "--urls", Url(ports), "--mqtt-port", ports.Mqtt.ToString(CultureInfo.InvariantCulture), .. more];

    private static string Url(Ports ports) => $"http://127.0.0.1:{ports.Http.ToString(CultureInfo.InvariantCulture)}";

    private static async Task<ProductProcess> StartAsync(IEnumerable<string> arguments, Ports ports, string readyLine)
    {
        var product = new ProductProcess(Programs.Product(arguments), ports, readyLine);
        Task first = await Task.WhenAny(product.ready.Task, product.process.WaitForExitAsync(), Task.Delay(StartDeadline)).ConfigureAwait(false);
        if (first == product.ready.Task)
            return product;
        string all = product.Said;
        await product.DisposeAsync().ConfigureAwait(false);
        Assert.Fail($"the product was not ready within {StartDeadline.TotalSeconds:0} s or ended{Environment.NewLine}{all}");
        return product;
    }

    private void Heard(string? line, string readyLine)
    {
        if (line is null)
            return;
        lock (said)
            said.AppendLine(line);
        if (line.Contains(readyLine, StringComparison.Ordinal))
            ready.TrySetResult();
    }
}
