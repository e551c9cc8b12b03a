using K3Monitor.App.Commands;

namespace K3Monitor.App.Tests.Support;

/// <summary>What a command came to.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Command(int Code, string Output, string Error)
{
    public static async Task<Command> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(arguments, output, error);
        return new Command(code, output.ToString(), error.ToString());
    }
}
