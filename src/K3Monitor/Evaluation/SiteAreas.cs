using K3Monitor.Rules.Lanes;

namespace K3Monitor.App.Evaluation;

internal static class SiteAreas
{
    public static AreaPlan? Choose(FileInfo file, string? area, List<string> faults) { faults.Add(file + area); return null; }
}
