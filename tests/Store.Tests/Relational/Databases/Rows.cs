using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Places;
using K3Monitor.Store.Relational.Records;

namespace K3Monitor.Store.Tests.Relational.Databases;

/// <summary>Rows that hang together and are otherwise as plain as can be.</summary>
internal static class Rows
{
    public static readonly Instant Noon = new(1_764_057_600_000_000);

    public static Site Site(string slug, string name = "PT Uji", string province = "ID-KR", Company? company = null) => new()
    {
        Slug = slug,
        Name = name,
        Province = province,
        ZoneId = "Asia/Jakarta",
        Company = company ?? new Company { Slug = "of-" + slug, Name = name },
    };

    public static MeasurementPoint Point(Site site)
    {
        var area = new Area { Slug = "tangki", Name = "Tangki", Site = site };
        area.Shifts.Add(new AreaShift { Name = "Pagi", StartMinute = 420, Minutes = 480, DayBits = 127 });
        return new MeasurementPoint { Slug = "h2s", Name = "H₂S", QuantityId = "gas.h2s", ExpectedIntervalMs = 1000, Area = area };
    }

    public static Device Device(Site site, MeasurementPoint point)
    {
        var device = new Device { Key = "gas-01", Site = site };
        var channel = new DeviceChannel { Name = "h2s" };
        channel.Assignments.Add(new Assignment { Channel = channel, Point = point, From = Noon, To = Noon + TimeSpan.FromHours(1) });
        device.Channels.Add(channel);
        return device;
    }

    public static QuarantineEntry Refused(long position, string? site = null, string detail = "why") => new()
    {
        JournalPosition = position,
        Received = Noon,
        SiteSlug = site,
        Topic = "k3/v1",
        Payload = [0, 255],
        Reason = "json.malformed",
        Detail = detail,
    };

    public static LimitSnapshot Limit(string hash = "0") => new() { Sha256 = hash, Json = "{}" };

    public static Incident Incident(MeasurementPoint point, LimitSnapshot limit, int ordinal, Instant? period = null) => new()
    {
        LimitId = "id.test/h2s",
        Edition = "2018-1",
        PointId = point.Id,
        PeriodStart = period ?? Noon,
        LimitSnapshotId = limit.Id,
        LimitSnapshot = limit.Id == 0 ? limit : null!,
        Number = $"INC-2026-{ordinal:00000}",
        Year = 2026,
        Ordinal = ordinal,
        Kind = LimitKind.Ceiling,
        Severity = Severity.Critical,
        Outcome = VerdictOutcome.Exceeded,
        SiteId = point.Area.Site.Id,
        SiteName = point.Area.Site.Name,
        CompanyId = point.Area.Site.CompanyId,
        CompanyName = "PT",
        Province = point.Area.Site.Province,
        ZoneId = "Asia/Jakarta",
        AreaName = "Tangki",
        PointName = "H₂S",
        SearchText = "pt uji",
    };

    /// <summary>A row of the record behind another.</summary>
    public static RecordEntry Record(long sequence, string previous, string payload = "{}")
    {
        var entry = new RecordEntry
        {
            Sequence = sequence,
            At = Noon,
            Kind = "incident.opened",
            Subject = "incident/1",
            ActorId = "job/rules",
            ActorName = "K3Monitor",
            Cause = "id.test/h2s @ 2018-1",
            Payload = payload,
            PreviousHash = previous,
            Hash = "",
        };
        entry.Hash = RecordChain.HashOf(entry);
        return entry;
    }
}
