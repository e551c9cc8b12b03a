using System.Globalization;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>What whoever runs a test by hand may set in the environment.</summary>
internal static class Settings
{
    /// <summary>A whole number; the other when it is not set.</summary>
    public static int Whole(string name, int unless) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : unless;
}
