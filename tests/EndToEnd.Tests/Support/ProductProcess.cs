using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>The product as a process of its own: started, heard, killed, started again on the same data.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
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
        ["run", "--data", data, "--urls", Url(ports), "--mqtt-port", ports.Mqtt.ToString(CultureInfo.InvariantCulture), .. more], ports, "K3Monitor is ready at");

    /// <summary>Starts <c>demo</c> and waits until it tells its address.</summary>
    public static Task<ProductProcess> DemoAsync(string data, Ports ports, params string[] more) => StartAsync(
        ["demo", "--data", data, "--http", Url(ports), "--mqtt-port", ports.Mqtt.ToString(CultureInfo.InvariantCulture), .. more], ports, "Stop with Ctrl+C");

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
