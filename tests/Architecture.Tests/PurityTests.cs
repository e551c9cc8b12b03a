using K3Monitor.Architecture.Tests.Reading;

namespace K3Monitor.Architecture.Tests;

public class PurityTests
{
    // Reading text that was handed in is no reach outside: these two read from memory or from what the caller opened.
    private static readonly string[] AllowedReading = ["System.IO.StringReader", "System.IO.TextReader"];

    private static readonly string[] ForbiddenSpaces =
        ["System.IO", "System.Net", "System.Data", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "Microsoft.AspNetCore", "MQTTnet", "DuckDB"];

    private static readonly string[] ForbiddenTypes =
    [
        "System.Console", "System.Random", "System.TimeProvider", "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch", "System.Threading.Thread", "System.Threading.Timer", "System.Threading.Tasks.Task",
    ];

    // Whoever composes the program chooses the clock; everybody else is handed it.
    private static readonly string[] ChooseTheClock = ["K3Monitor", "firmware-sim"];

    [Fact]
    public void The_rules_reach_for_no_clock_file_socket_process_or_database()
    {
        var rules = CompiledAssembly.Of("Rules");
        Assert.Contains("System.Math", rules.Types);

        Offenders.None(rules.Types.Where(IsOutside).Concat(rules.Members.Where(AsksTheMachine)), "the rules are pure; handed-in text may be read through "
            + string.Join(" and ", AllowedReading));
    }

    [Fact]
    public void The_words_reach_for_nothing_outside_but_may_be_handed_a_clock()
    {
        var words = CompiledAssembly.Of("Measurements");
        var types = words.Types.Where(type => type != "System.TimeProvider");

        Offenders.None(types.Where(IsOutside).Concat(words.Members.Where(AsksTheMachine)), "the words are pure");
    }

    [Fact]
    public void The_machines_clock_is_chosen_by_the_programs_only()
    {
        var offenders =
            from project in Arrows.Projects.Except(ChooseTheClock)
            from member in CompiledAssembly.Of(project).Members
            where member == "System.TimeProvider.get_System"
            select $"{project} uses the machine's clock: {string.Join(", ", Mentions(project))}";

        Offenders.None(offenders, "a TimeProvider is handed in, from the composition of " + string.Join(" or ", ChooseTheClock));
    }

    [Fact]
    public void The_clock_test_sees_a_use_of_the_clock()
    {
        Assert.NotNull(TimeProvider.System);
        using var own = File.OpenRead(typeof(PurityTests).Assembly.Location);
        Assert.Contains("System.TimeProvider.get_System", CompiledAssembly.Of(own).Members);
    }

    private static bool IsOutside(string type) =>
        !AllowedReading.Contains(type)
        && (ForbiddenSpaces.Any(space => type.StartsWith(space + ".", StringComparison.Ordinal)) || ForbiddenTypes.Contains(type));

    // The compiler itself asks for the thread's number in each method that yields.
    private static bool AsksTheMachine(string member) =>
        member.StartsWith("System.Environment.", StringComparison.Ordinal) && member != "System.Environment.get_CurrentManagedThreadId";

    private static IEnumerable<string> Mentions(string project) =>
        from path in Repository.OwnFiles(".cs", ".cshtml")
        where path.StartsWith($"src/{project}/", StringComparison.Ordinal)
        from line in Repository.Lines(path).Index()
        where line.Item.Contains("TimeProvider.System", StringComparison.Ordinal)
        select $"{path}:{line.Index + 1}";
}
