using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.App.Evaluation;

/// <summary>Takes an area for the judging of a logger's file out of a site file.</summary>
internal static class SiteAreas
{
    /// <summary>The area, or null with faults: the file's own, or that the name is not in it.</summary>
    /// <param name="file">The site file.</param>
    /// <param name="area">Slug or name of the area, or <c>site/area</c>; null takes the only one there is.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static AreaPlan? Choose(FileInfo file, string? area, List<string> faults)
    {
        SiteReading reading = SiteFileReader.Read(File.ReadAllText(file.FullName), file.Name);
        faults.AddRange(reading.Faults.Select(f => f.ToString()));
        if (reading.File is not { } read)
            return null;
        List<(SiteEntry Site, AreaEntry Area)> all = [.. from s in read.Sites from a in s.Areas select (s, a)];
        List<(SiteEntry Site, AreaEntry Area)> found = area is null
            ? all
            : [.. all.Where(e => e.Area.Slug == area || e.Area.Name == area || $"{e.Site.Slug}/{e.Area.Slug}" == area)];
        if (found.Count == 1)
        {
            (SiteEntry site, AreaEntry chosen) = found[0];
            var shifts = new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById(site.ZoneId), chosen.Shifts);
            return new AreaPlan(
                shifts, chosen.Workload, chosen.WorkSharePercent, chosen.ConfinedSpace, site.Jurisdiction ?? Jurisdictions.Default(site.ZoneId, site.Province))
            {
                Nature = chosen.Nature,
            };
        }

        faults.Add($"--area: name one of {string.Join(", ", all.Select(e => $"{e.Site.Slug}/{e.Area.Slug}"))}");
        return null;
    }
}
