using System.Globalization;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.App.Demo;

/// <summary>
/// On which day the demo's working day is played. A data folder that was used before goes on with the day after, so that
/// no measured time is ever lived through twice.
/// </summary>
internal static class DemoClock
{
    private const string FileName = "demo-day";

    /// <summary>The start of the next unplayed day, which is then noted as played.</summary>
    public static DateTimeOffset Begin(string folder, Scenario scenario, TimeProvider real)
    {
        string file = Path.Combine(folder, FileName);
        DateOnly day = DateOnly.FromDateTime(real.GetUtcNow().UtcDateTime);
        if (File.Exists(file) && DateOnly.TryParseExact(File.ReadAllText(file).Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly played) && played >= day)
            day = played.AddDays(1);
        File.WriteAllText(file, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return scenario.StartOn(day);
    }
}
