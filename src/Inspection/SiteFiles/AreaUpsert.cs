using K3Monitor.Rules.Shifts;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Places;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>Brings the areas, shifts, points and assignments of a site to what a file says.</summary>
internal static class AreaUpsert
{
    public static void Apply(Site site, AreaEntry entry, ImportWork work)
    {
        Area? area = site.Areas.FirstOrDefault(a => a.Slug == entry.Slug);
        string path = site.Slug + "/" + entry.Slug;
        if (area is null)
        {
            site.Areas.Add(area = new Area { Slug = entry.Slug, Name = entry.Name, ConfinedSpace = entry.ConfinedSpace });
            work.Added("area", path);
        }

        area.Name = work.Changed($"area {path}: name", area.Name, entry.Name);
        area.Workload = work.Changed($"area {path}: workload", area.Workload, entry.Workload);
        area.WorkSharePercent = work.Changed($"area {path}: work_share", area.WorkSharePercent, entry.WorkSharePercent);
        area.ConfinedSpace = work.Changed($"area {path}: confined_space", area.ConfinedSpace, entry.ConfinedSpace);
        area.Office = work.Changed($"area {path}: office", area.Office, entry.Nature.Office);
        area.Outdoor = work.Changed($"area {path}: outdoor", area.Outdoor, entry.Nature.Outdoor);
        area.LightingClass = work.Changed($"area {path}: lighting_class", area.LightingClass, entry.Nature.LightingClass);
        area.Workers = work.Changed($"area {path}: workers", area.Workers, entry.Workers);
        Shifts(area, path, entry.Shifts, work);
        foreach (PointEntry point in entry.Points)
            Point(site, area, path, point, work);
    }

    private static void Shifts(Area area, string path, IReadOnlyList<Shift> wanted, ImportWork work)
    {
        foreach (AreaShift gone in area.Shifts.Where(s => wanted.All(w => w.Name != s.Name)).ToList())
        {
            area.Shifts.Remove(gone);
            work.Changes.Add($"shift {path}/{gone.Name}: removed");
        }

        foreach (Shift shift in wanted)
        {
            AreaShift? kept = area.Shifts.FirstOrDefault(s => s.Name == shift.Name);
            if (kept is null)
            {
                area.Shifts.Add(kept = new AreaShift { Name = shift.Name });
                work.Added("shift", $"{path}/{shift.Name}");
            }

            int start = (int)shift.Start.ToTimeSpan().TotalMinutes;
            int minutes = (int)shift.Duration.TotalMinutes;
            int days = shift.Days.Aggregate(0, (bits, day) => bits | (1 << (int)day));
            bool added = kept.Minutes == 0;
            if (!added && (kept.StartMinute, kept.Minutes, kept.DayBits) != (start, minutes, days))
                work.Changes.Add($"shift {path}/{shift.Name}: hours changed");
            (kept.StartMinute, kept.Minutes, kept.DayBits) = (start, minutes, days);
        }
    }

    private static void Point(Site site, Area area, string path, PointEntry entry, ImportWork work)
    {
        MeasurementPoint? point = area.Points.FirstOrDefault(p => p.Slug == entry.Slug);
        string name = $"point {path}/{entry.Slug}";
        long interval = (long)entry.Interval.TotalMilliseconds;
        if (point is null)
        {
            area.Points.Add(point = new MeasurementPoint { Slug = entry.Slug, Name = entry.Name, QuantityId = entry.Quantity.Id, ExpectedIntervalMs = interval });
            work.Added("point", $"{path}/{entry.Slug}");
        }
        else if (point.QuantityId != entry.Quantity.Id)
        {
            throw new InvalidOperationException($"{name} measures {point.QuantityId}; make another point for {entry.Quantity.Id}");
        }

        point.Name = work.Changed($"{name}: name", point.Name, entry.Name);
        point.ExpectedIntervalMs = work.Changed($"{name}: interval in ms", point.ExpectedIntervalMs, interval);
        point.FrequencyHertz = work.Changed($"{name}: frequency in Hz", point.FrequencyHertz, entry.FrequencyHertz);
        foreach (MeasuredByEntry measuredBy in entry.MeasuredBy)
            Assign(site, point, name, measuredBy, work);
    }

    private static void Assign(Site site, MeasurementPoint point, string name, MeasuredByEntry entry, ImportWork work)
    {
        DeviceChannel channel = site.Devices.First(d => d.Key == entry.Device).Channels.First(c => c.Name == entry.Channel);
        string what = $"{name}: measured by {entry.Device}/{entry.Channel} from {entry.During.Start}";
        Assignment? kept = channel.Assignments.FirstOrDefault(a => a.From == entry.During.Start);
        if (kept is null)
        {
            channel.Assignments.Add(new Assignment { Point = point, From = entry.During.Start, To = entry.During.End });
            work.Changes.Add(what);
            return;
        }

        if (kept.PointId != point.Id)
            throw new InvalidOperationException($"{entry.Device}/{entry.Channel} measures for another point from {entry.During.Start}; end that assignment and begin a new one");
        kept.To = work.Changed(what + ": until", kept.To, entry.During.End);
    }
}
