using System.Collections;
using System.Diagnostics;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>What a program that ended has left behind.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>The output of a success; anything else fails the test with what was said.</summary>
    public string Succeeded()
    {
        Assert.True(Code == 0, $"exit {Code}\n{Output}\n{Error}");
        return Output;
    }
}

/// <summary>Starts programs: the built product beside the test's own assembly, and others.</summary>
internal static class Programs
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>How the product is started.</summary>
    public static ProcessStartInfo Product(IEnumerable<string> arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        return Other(dotnet, ["exec", Path.Combine(AppContext.BaseDirectory, "k3monitor.dll"), .. arguments]);
    }

    /// <summary>How another program is started.</summary>
    public static ProcessStartInfo Other(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Settings of whoever runs the tests are not settings of the product under test.
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => (string)e.Key))
        {
            if (name.StartsWith("K3__", StringComparison.OrdinalIgnoreCase) || name is "ASPNETCORE_URLS" or "ASPNETCORE_ENVIRONMENT")
                start.Environment.Remove(name);
        }

        return start;
    }

    /// <summary>Runs a command of the product to its end.</summary>
    public static Task<Ended> RunAsync(params string[] arguments) => RunAsync(Product(arguments), []);

    /// <summary>Runs a program to its end with lines on its standard input.</summary>
    public static async Task<Ended> RunAsync(ProcessStartInfo start, IEnumerable<string> input)
    {
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            foreach (string line in input)
                await process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code and error output say why.
        }

        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"did not end within {Longest.TotalSeconds:0} s: {string.Join(' ', start.ArgumentList)}\n{await output}\n{await error}");
        }

        return new Ended(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }
}
