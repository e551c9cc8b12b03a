using System.Globalization;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.CommandLine;

/// <summary>The choices of <c>--start</c>.</summary>
internal static class PlayStart
{
    /// <summary>Finds the instant at which a play begins.</summary>
    /// <param name="text"><c>now</c>; <c>scenario</c> for the day in the file; <c>past</c> for the last day whose whole play is over; or an ISO time with zone.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null when the text is none of these.</returns>
    internal static DateTimeOffset? Find(string text, Scenario scenario, DateTimeOffset now) => text switch
    {
        "now" => now,
        "scenario" => scenario.StartOn(scenario.Date),
        "past" => LastFinished(scenario, now),
        _ => Iso(text),
    };

    private static DateTimeOffset LastFinished(Scenario scenario, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now - scenario.Duration, scenario.Zone);
        var day = DateOnly.FromDateTime(local.DateTime);
        var start = scenario.StartOn(day);
        return start <= local ? start : scenario.StartOn(day.AddDays(-1));
    }

    private static DateTimeOffset? Iso(string text)
    {
        bool zoned = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return zoned && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : null;
    }
}
