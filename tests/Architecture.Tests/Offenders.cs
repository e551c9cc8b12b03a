namespace K3Monitor.Architecture.Tests;

internal static class Offenders
{
    /// <summary>Fails with all offenders at once: one run tells all there is to mend.</summary>
    internal static void MustBeNone(string rule, IEnumerable<string> offenders)
    {
        var all = offenders.ToList();
        Assert.True(all.Count == 0, $"{rule}{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
