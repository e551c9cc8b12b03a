using K3Monitor.Inspection.Gaps;

namespace K3Monitor.App.Configuration;

/// <summary>The settings of the ledger of missing data.</summary>
internal static class GapSettings
{
    public static GapOptions From(Settings settings) => new()
    {
        RefreshEvery = TimeSpan.FromMinutes(settings.Number("gaps:refreshMinutes")),
        KeepDays = settings.Integer("gaps:keepDays"),
    };
}
