namespace K3Monitor.Architecture.Tests;

public sealed class CompiledArrowTests
{
    [Fact]
    public void Compiled_projects_use_only_what_lies_along_the_arrows() => Offenders.MustBeNone(
        "Compiled references against the arrows:", Arrows.Allowed.Keys.SelectMany(p => Arrows.Forbidden(p, OursAmong(CompiledAssembly.Of(p).Assemblies))));

    [Fact]
    public void Reading_an_assembly_finds_the_references_that_are_surely_there()
    {
        // Without this, a reader that finds nothing would let every other test here pass.
        Assert.Contains("Measurements", OursAmong(CompiledAssembly.Of("Rules").Assemblies));
        Assert.Contains("MQTTnet", CompiledAssembly.Of("Ingest").Assemblies);
        Assert.Contains(CompiledAssembly.Of("Ingest").Types, t => t.StartsWith("MQTTnet.", StringComparison.Ordinal));
    }

    private static IEnumerable<string> OursAmong(IEnumerable<string> assemblies) => assemblies
        .Select(a => a.StartsWith("K3Monitor.", StringComparison.Ordinal) ? a["K3Monitor.".Length..] : a)
        .Select(a => a == "k3monitor" ? "K3Monitor" : a)
        .Where(Arrows.Allowed.ContainsKey);
}
