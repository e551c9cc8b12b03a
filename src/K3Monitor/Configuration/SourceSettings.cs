using K3Monitor.Ingest.Subscriptions;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.App.Configuration;

/// <summary>The fields of one external broker, and what may be wrong between them.</summary>
internal static class SourceSettings
{
    private static readonly string[] FilesOfTls = ["ca", "certificate"];

    public static SettingList List { get; } = new(
        "sources",
        "External brokers to which the product subscribes, any number at once; see docs/brokers.md.",
        [
            new("name", SettingKind.Text, "", "Name on the health page and in figures.", Required: true),
            new("url", SettingKind.Broker, "", "Address of the broker; mqtts is encrypted.", Required: true),
            new("filters", SettingKind.List, "", "Topic filters.", Required: true),
            new("format", SettingKind.Text, "auto", "Format of messages that are not native: auto recognises each, native takes no others, or the name of a format or mapping."),
            new("zone", SettingKind.Text, "", "IANA zone of times that name none; empty when nobody knows."),
            new("site", SettingKind.Text, "", "Site to which all devices of this broker belong; empty for any."),
            new("sparkplugHost", SettingKind.Text, "", "Name under which Sparkplug nodes see this product as their primary host; empty for none."),
            new("shareGroup", SettingKind.Text, "", "Group of a shared subscription: each message goes to one of its members."),
            new("clientId", SettingKind.Text, "", "Names our session at the broker; empty for k3monitor- and the name."),
            new("user", SettingKind.Text, "", "User name; empty for none."),
            new("password", SettingKind.Secret, "", "Password; better set by the environment."),
            new("ca", SettingKind.Text, "", "PEM file of the authorities that may have signed the broker's certificate; empty for those of the system."),
            new("certificate", SettingKind.Text, "", "PKCS #12 file with our own certificate; empty for none."),
            new("certificatePassword", SettingKind.Secret, "", "Password of that file; better set by the environment."),
            new("protocol", SettingKind.Choice, "5", "Version of MQTT.", Choices: ["5", "3.1.1"]),
            new("qos", SettingKind.Integer, "1", "1: at least once. 0: at most once; what is under way when a connection breaks is lost.", 0, 1),
            new("inFlight", SettingKind.Integer, "1000", "Messages received and not yet acknowledged.", 1, 65534),
            new("keepAliveSeconds", SettingKind.Integer, "60", "A connection that gives no sign for so long is taken for dead, in seconds.", 3, 3600),
            new("sessionHours", SettingKind.Integer, "168", "The broker keeps our session while we are away, in hours (MQTT 5).", 1, 8760),
            new("silentMinutes", SettingKind.Number, "15", "No message for so long is shown and the connection made anew, in minutes; 0 for never.", 0, 1440),
        ],
        new Dictionary<string, string>
        {
            ["name"] = "\"pabrik-a\"",
            ["url"] = "\"mqtts://broker.example.co.id:8883\"",
            ["filters"] = "[\"k3/v1/+/+/#\"]",
        },
        Faults);

    private static IEnumerable<(string Key, string Fault)> Faults(IReadOnlyList<SettingItem> items) =>
        items.SelectMany(Own).Concat(items.SelectMany(i => items.Where(o => o.Index < i.Index).SelectMany(o => Between(o, i))));

    private static IEnumerable<(string Key, string Fault)> Own(SettingItem item)
    {
        if (item.Text("name").Length > 64 || item.Text("name").Any(char.IsControl))
            yield return (item.KeyOf("name"), "a name has 1 to 64 characters");
        if (item.Text("shareGroup").AsSpan().IndexOfAny('/', '#', '+') >= 0)
            yield return (item.KeyOf("shareGroup"), "a group has none of / # +");
        if (item.Given("zone") is { } zone && !(zone.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)))
            yield return (item.KeyOf("zone"), "an IANA zone such as Asia/Jakarta is expected");
        if (item.Text("sparkplugHost").AsSpan().IndexOfAny('/', '#', '+') >= 0)
            yield return (item.KeyOf("sparkplugHost"), "a host has none of / # +");
        bool tls = item.Text("url").StartsWith("mqtts:", StringComparison.OrdinalIgnoreCase);
        foreach (string file in FilesOfTls.Where(f => !tls && item.Given(f) is not null))
            yield return (item.KeyOf(file), "needs an address that begins with mqtts://");
        if (item.Given("password") is not null && item.Given("user") is null)
            yield return (item.KeyOf("password"), "needs a user");
        foreach ((string filter, string fault) in item.Many("filters").Select(f => (f, TopicFilters.Fault(f))).Where(f => f.Item2 is not null).Select(f => (f.f, f.Item2!)))
            yield return (item.KeyOf("filters"), $"'{filter}': {fault}");
        IReadOnlyList<string> widest = TopicFilters.Widest(item.Many("filters"));
        for (int i = 0; i < widest.Count; i++)
        {
            foreach (string other in widest.Skip(i + 1).Where(o => TopicFilters.Overlap(widest[i], o)))
                yield return (item.KeyOf("filters"), Twice(widest[i], other));
        }
    }

    private static IEnumerable<(string Key, string Fault)> Between(SettingItem former, SettingItem item)
    {
        if (former.Text("name") == item.Text("name"))
            yield return (item.KeyOf("name"), $"'{item.Text("name")}' is also the name of sources:{former.Index}");
        if (!Uri.Equals(new Uri(former.Text("url")), new Uri(item.Text("url"))))
            yield break;
        if (ClientId(former) == ClientId(item))
            yield return (item.KeyOf("clientId"), $"'{ClientId(item)}' is also used by sources:{former.Index} at the same broker; each would end the other's connection");
        bool sameGroup = former.Given("shareGroup") is { } group && group == item.Given("shareGroup");
        foreach (string one in former.Many("filters").Where(_ => !sameGroup))
        {
            foreach (string other in item.Many("filters").Where(o => TopicFilters.Overlap(one, o)))
                yield return (item.KeyOf("filters"), Twice(one, other));
        }
    }

    /// <summary>The client id in force.</summary>
    public static string ClientId(SettingItem item) => item.Given("clientId") ?? $"k3monitor-{item.Text("name")}";

    private static string Twice(string one, string other) => $"'{one}' and '{other}' share topics, whose messages would come twice";
}
