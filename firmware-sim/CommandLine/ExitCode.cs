namespace K3Monitor.FirmwareSim.CommandLine;

/// <summary>What the process says at its end.</summary>
internal static class ExitCode
{
    internal const int Success = 0;
    internal const int Failure = 1;
    internal const int WrongUse = 2;
}
