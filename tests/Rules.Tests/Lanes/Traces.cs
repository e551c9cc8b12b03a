using System.Globalization;

namespace K3Monitor.Rules.Tests.Lanes;

/// <summary>How many random traces a property is tried on; <c>K3_TEST_TRACES</c> sets another number for all of them.</summary>
internal static class Traces
{
    public static int Or(int ordinary) =>
        Environment.GetEnvironmentVariable("K3_TEST_TRACES") is { Length: > 0 } wanted ? int.Parse(wanted, CultureInfo.InvariantCulture) : ordinary;
}
