namespace K3Monitor.Architecture.Tests;

/// <summary>The law is judged by code that reaches for nothing: the same samples give the same verdicts on every machine, live or years later.</summary>
public sealed class PureProjectsTests
{
    private static readonly string[] Namespaces =
    [
        "System.Net", "System.Data", "Microsoft.EntityFrameworkCore", "Microsoft.Data", "Microsoft.AspNetCore", "Microsoft.Extensions", "DuckDB", "MQTTnet",
    ];

    private static readonly string[] Types =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.FileSystemInfo", "System.IO.FileSystemWatcher",
        "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.DriveInfo", "System.IO.RandomAccess",
        "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.Console", "System.Random",
        "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer",
    ];

    private static readonly string[] Members =
    [
        "System.TimeProvider.get_System", "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.Environment.GetEnvironmentVariable", "System.Environment.get_CurrentDirectory", "System.Guid.NewGuid", "System.Threading.Tasks.Task.Run",
        "System.Threading.Tasks.Task.Delay", "System.TimeZoneInfo.get_Local",
    ];

    [Theory]
    [InlineData("Measurements")]
    [InlineData("Rules")]
    public void It_uses_no_clock_file_socket_database_process_or_thread(string project)
    {
        var compiled = CompiledAssembly.Of(project);
        Assert.NotEmpty(compiled.Types);
        Offenders.MustBeNone(
            $"{project} reaches outside:",
            compiled.Types.Where(t => Types.Contains(t, StringComparer.Ordinal) || Namespaces.Any(n => IsWithin(t, n)))
                .Concat(compiled.Members.Intersect(Members, StringComparer.Ordinal)));
    }

    [Fact]
    public void The_lists_name_what_the_impure_projects_do_use()
    {
        // A misspelt name in the lists would forbid nothing; these are known to be used above the pure projects.
        var ingest = CompiledAssembly.Of("Ingest");
        Assert.Contains("System.IO.FileStream", ingest.Types.Concat(CompiledAssembly.Of("Store").Types));
        Assert.Contains("System.Threading.Thread", ingest.Types);
        Assert.Contains(ingest.Types, t => IsWithin(t, "System.Net"));
    }

    private static bool IsWithin(string type, string space) => type.StartsWith(space + ".", StringComparison.Ordinal);
}
