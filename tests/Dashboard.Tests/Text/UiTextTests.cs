using System.Text.RegularExpressions;
using System.Xml.Linq;
using K3Monitor.Dashboard.Live;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;
using K3Monitor.Rules.Calc;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Gaps;
using K3Monitor.Store.Relational.Retention;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Dashboard.Tests.Text;

/// <summary>Both languages are whole: no text is missing, left over, or without its place-holders.</summary>
public sealed partial class UiTextTests
{
    private static readonly string Source = FindSource();
    private static readonly Dictionary<string, string> Indonesian = Read("Ui.resx");
    private static readonly Dictionary<string, string> English = Read("Ui.en.resx");

    // Texts whose name ends with a word of an enumeration or a short list.
    private static readonly Dictionary<string, IEnumerable<string>> Families = new(StringComparer.Ordinal)
    {
        ["Severity."] = Enum.GetNames<Severity>(),
        ["State."] = Enum.GetNames<IncidentState>(),
        ["Kind."] = Enum.GetNames<LimitKind>(),
        ["KindHelp."] = Enum.GetNames<LimitKind>(),
        ["Summary."] = Enum.GetNames<LimitKind>(),
        ["Workload."] = Enum.GetNames<Workload>(),
        ["Outcome."] = Enum.GetNames<VerdictOutcome>(),
        ["OutcomeHelp."] = Enum.GetNames<VerdictOutcome>(),
        ["GapCause."] = Enum.GetNames<GapCause>(),
        ["GapBasis."] = Enum.GetNames<GapBasis>(),
        ["Gaps.Cause"] = Enum.GetNames<GapCause>().Where(n => n != nameof(GapCause.Site)),
        ["Reason."] = Enum.GetNames<VerdictReasons>().Where(n => n != "None"),
        ["Flag."] = Enum.GetNames<SampleFlags>().Where(n => n != "None"),
        ["Role."] = Enum.GetNames<Role>(),
        ["Use."] = Enum.GetNames<PackUse>(),
        ["Liveness."] = Enum.GetNames<Liveness>(),
        ["Part."] = ["broker", "database", "desk", "gaps", "journal", "life", "live", "retention", "rules", "store"],
        ["Condition."] = Enum.GetNames<PartCondition>(),
        ["Act."] = Enum.GetNames<ActOutcome>().Where(n => n != nameof(ActOutcome.NotFound)),
        ["RetentionLayer."] = Enum.GetNames<TelemetryLayer>(),
        ["RetentionKept."] = Enum.GetNames<KeptReason>(),
        ["RetentionRun."] = Enum.GetNames<RetentionRunState>(),
        ["Confidence."] = ["high", "medium", "low", "none"],
        ["Account."] = ["Refused", "LockedOut"],
        ["Account.Code"] = ["Refused", "LockedOut"],
        ["Error.Title"] = ["400", "403", "404", "429", "500", "503"],
        ["Error.Text"] = ["400", "403", "404", "429", "500", "503"],
        ["Incidents."] = ["From", "To"],
        ["CalcTopic."] = CalcTopics.All.Select(t => t.Name),
        ["CalcGroup."] = CalcTopics.All.Select(t => t.Name.Split('.')[0]).Distinct(),
    };

    [Fact]
    public void Both_languages_have_the_same_texts() => Assert.Equal(Indonesian.Keys.Order(StringComparer.Ordinal), English.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void No_text_is_blank_and_place_holders_agree()
    {
        foreach ((string key, string text) in Indonesian)
        {
            Assert.False(string.IsNullOrWhiteSpace(text) || string.IsNullOrWhiteSpace(English[key]), key);
            Assert.Equal(Holders(text), Holders(English[key]));
        }
    }

    [Fact]
    public void Every_text_is_used_and_every_used_text_exists()
    {
        HashSet<string> used = Used();

        Assert.Empty(used.Where(k => !Indonesian.ContainsKey(k)).Order(StringComparer.Ordinal));
        Assert.Empty(Indonesian.Keys.Where(k => !used.Contains(k) && !k.StartsWith("Event.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_act_of_an_incidents_record_has_a_name() => Assert.All(
        typeof(RecordKinds).GetFields().Select(f => (string)f.GetValue(null)!).Where(k => k.StartsWith("incident.", StringComparison.Ordinal)),
        kind => Assert.Contains("Event." + kind, Indonesian.Keys));

    private static HashSet<string> Used()
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Source, "*.cs*", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)))
        {
            string code = File.ReadAllText(file);
            foreach (Match match in Call().Matches(code))
            {
                string key = match.Groups[1].Value;
                if (match.Groups[2].Value != "+")
                    used.Add(key);
                else if (key != "Event.")
                    used.UnionWith(Families[key].Select(end => key + end));
            }

            used.UnionWith(ArithmeticName().Matches(code).Select(m => m.Groups[1].Value));
        }

        return used;
    }

    private static string[] Holders(string text) => [.. Holder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Source, "Text", file)).Root!.Elements("data")
        .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    private static string FindSource()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "K3Monitor.sln")))
            folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder ?? throw new InvalidOperationException("the tests must run inside the repository"), "src", "Dashboard");
    }

    [GeneratedRegex(@"\b(?:T|text)\[\s*""([^""]+)""\s*(\+)?")]
    private static partial Regex Call();

    [GeneratedRegex(@"""(Arith\.[A-Za-z]+)""")]
    private static partial Regex ArithmeticName();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Holder();
}
