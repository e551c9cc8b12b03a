using System.Globalization;
using K3Monitor.App.Configuration;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Measurements;

namespace K3Monitor.App.Retention;

/// <summary>The settings of retention: for every quantity, and by quantity.</summary>
internal static class RetentionSettings
{
    private const string Raw = "rawDays";
    private const string Minute = "minuteDays";
    private const string Quarter = "quarterHourDays";

    /// <summary>The settings that are no list.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("retention:" + Raw, SettingKind.Integer, "0", "Samples are kept for so many days, at least 7; 0 for ever. Only what is rolled up and held by nothing is removed; see docs/retention.md.", 0, 36500),
        new("retention:" + Minute, SettingKind.Integer, "0", "Roll-ups of one minute are kept for so many days, not fewer than samples; 0 for ever.", 0, 36500),
        new("retention:" + Quarter, SettingKind.Integer, "0", "Roll-ups of fifteen minutes are kept for so many days, not fewer than those of one minute; 0 for ever.", 0, 36500),
        new("retention:holdMarginHours", SettingKind.Number, "24", "What is held before and after the periods of an incident, in hours.", 0, 8760),
        new("retention:time", SettingKind.Text, "02:30", "When it runs each day, HH:MM."),
        new("retention:zone", SettingKind.Text, "Asia/Jakarta", "IANA zone of that time."),
        new("retention:scheduled", SettingKind.Choice, "apply", "What the daily run does after it has rolled up: remove what the rule lets go, or only tell it.", Choices: ["apply", "dry-run"]),
    ];

    /// <summary>Rules of single quantities.</summary>
    public static SettingList List { get; } = new(
        "retentionQuantities",
        "Quantities that are kept for another time than retention says, any number; see docs/retention.md.",
        [
            new("quantity", SettingKind.Text, "", "Identifier of the quantity.", Required: true),
            new(Raw, SettingKind.Integer, "0", "Days for samples, at least 7; 0 for ever.", 0, 36500),
            new(Minute, SettingKind.Integer, "0", "Days for roll-ups of one minute; 0 for ever.", 0, 36500),
            new(Quarter, SettingKind.Integer, "0", "Days for roll-ups of fifteen minutes; 0 for ever.", 0, 36500),
        ],
        new Dictionary<string, string> { ["quantity"] = "\"sound.laeq\"", [Raw] = "90", [Minute] = "730" },
        ListFaults);

    /// <summary>What is wrong with the settings taken together, one line each, naming the key.</summary>
    public static IEnumerable<string> Faults(Settings settings)
    {
        if (Default(settings).Fault() is { } fault)
            yield return $"{settings.Where("retention:" + Raw)}: retention: {fault}";
        if (Time(settings.Text("retention:time")) is null)
            yield return $"{settings.Where("retention:time")}: retention:time: '{settings.Text("retention:time")}' is not a time as 02:30";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.Text("retention:zone"), out _))
            yield return $"{settings.Where("retention:zone")}: retention:zone: '{settings.Text("retention:zone")}' is no zone";
    }

    /// <summary>The rules.</summary>
    public static RetentionRules Rules(Settings settings) => new(
        Default(settings),
        settings.Items(List.Key).ToDictionary(i => i.Text("quantity"), Of, StringComparer.Ordinal),
        TimeSpan.FromHours(settings.Number("retention:holdMarginHours")),
        settings.Number("rules:holdIntervals"));

    /// <summary>When it runs.</summary>
    public static RetentionSchedule Schedule(Settings settings) => new(
        Time(settings.Text("retention:time")) ?? throw new InvalidDataException("retention:time: is no time"),
        TimeZoneInfo.FindSystemTimeZoneById(settings.Text("retention:zone")),
        settings.Text("retention:scheduled") == "apply");

    private static RetentionRule Default(Settings settings) =>
        new(settings.Integer("retention:" + Raw), settings.Integer("retention:" + Minute), settings.Integer("retention:" + Quarter));

    private static RetentionRule Of(SettingItem item) => new(item.Integer(Raw), item.Integer(Minute), item.Integer(Quarter));

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;

    private static IEnumerable<(string Key, string Fault)> ListFaults(IReadOnlyList<SettingItem> items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (SettingItem item in items)
        {
            string quantity = item.Text("quantity");
            if (!QuantityCatalogue.TryFind(quantity, out _))
                yield return (item.KeyOf("quantity"), $"there is no quantity '{quantity}'");
            else if (!seen.Add(quantity))
                yield return (item.KeyOf("quantity"), $"'{quantity}' has a rule already");
            if (Of(item).Fault() is { } fault)
                yield return (item.KeyOf(Raw), fault);
        }
    }
}
