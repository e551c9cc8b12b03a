namespace K3Monitor.Architecture.Tests.Reading;

/// <summary>A rule that fails names everybody who breaks it, so that one run is enough to put it right.</summary>
internal static class Offenders
{
    public static void None(IEnumerable<string> offenders, string rule)
    {
        var all = offenders.Distinct().ToArray();
        if (all.Length > 0)
        {
            Assert.Fail($"{rule} ({all.Length}):\n{string.Join('\n', all)}");
        }
    }
}
