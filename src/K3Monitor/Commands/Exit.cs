using System.CommandLine;

namespace K3Monitor.App.Commands;

/// <summary>Exit codes and the ways to them: 0 done, 1 failed, 2 wrong use.</summary>
internal static class Exit
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUse = 2;

    /// <summary>Runs an action; a fault of input or output is told in one line, not as a stack.</summary>
    public static int Guard(ParseResult parse, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IsFaultOfInput(e))
        {
            parse.InvocationConfiguration.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    /// <inheritdoc cref="Guard" />
    public static async Task<int> GuardAsync(ParseResult parse, Func<Task<int>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (IsFaultOfInput(e))
        {
            parse.InvocationConfiguration.Error.WriteLine(e.Message);
            return Failed;
        }
    }

    /// <summary>Writes faults to standard error, one a line.</summary>
    /// <returns>Whether there was any.</returns>
    public static bool Report(ParseResult parse, IEnumerable<string> faults)
    {
        bool any = false;
        foreach (string fault in faults)
        {
            any = true;
            parse.InvocationConfiguration.Error.WriteLine(fault);
        }

        return any;
    }

    private static bool IsFaultOfInput(Exception e) => e
        is IOException or UnauthorizedAccessException or InvalidDataException or System.Net.Sockets.SocketException
        or System.Data.Common.DbException or System.Security.Cryptography.CryptographicException;
}
