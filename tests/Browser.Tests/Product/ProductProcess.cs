using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace K3Monitor.Browser.Tests.Product;

/// <summary>The product as its own process, as an operator would start it.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly Lock gate = new();

    private ProductProcess(Process process) => this.process = process;

    /// <summary>All that it has written so far, for the message of a failing test.</summary>
    public string Said
    {
        get
        {
            lock (gate)
                return said.ToString();
        }
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a command that stays, and waits until it has written a line with <paramref name="sign"/>.</summary>
    public static async Task<ProductProcess> StartAsync(string sign, params string[] arguments)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var product = new ProductProcess(Make(arguments));
        product.process.EnableRaisingEvents = true;
        product.process.Exited += (_, _) => there.TrySetException(new InvalidOperationException("the product ended: " + product.Said));
        product.process.OutputDataReceived += (_, e) => product.Hear(e.Data, sign, there);
        product.process.ErrorDataReceived += (_, e) => product.Hear(e.Data, sign, there);
        product.process.Start();
        product.process.BeginOutputReadLine();
        product.process.BeginErrorReadLine();
        try
        {
            await there.Task.WaitAsync(StartLimit);
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }

        return product;
    }

    /// <summary>Runs a command that ends; gives what it wrote, and fails when it did not end with 0.</summary>
    public static async Task<string> RunAsync(string input, params string[] arguments)
    {
        using Process process = Make(arguments);
        process.Start();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)}: {await errors}{output}");
    }

    /// <summary>Ends it like a power cut: no signal that it could handle.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private void Hear(string? line, string sign, TaskCompletionSource there)
    {
        if (line is null)
            return;
        lock (gate)
            said.AppendLine(line);
        if (line.Contains(sign, StringComparison.Ordinal))
            there.TrySetResult();
    }

    private static Process Make(string[] arguments) => new()
    {
        StartInfo = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "k3monitor.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        },
    };
}
