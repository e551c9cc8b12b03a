using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>Reads a site file.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class SiteFileReader
{
    /// <summary>The file's content, or every fault of it at once; nothing throws on bad input.</summary>
    /// <param name="text">The file as text.</param>
    /// <param name="file">Its name, as the faults shall call it.</param>
    public static SiteReading Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var faults = new FaultList(file);
        if (Load(text, faults) is not { } root)
            return new SiteReading(null, faults.InOrder);
        SiteFile read = ReadFile(new YamlPlace(root, "", faults), faults);
        return faults.Any ? new SiteReading(null, faults.InOrder) : new SiteReading(read, []);
    }

    private static YamlNode? Load(string text, FaultList faults)
    {
        var stream = new YamlStream();
        try
        {
            if (YamlDepth.TooDeepAt(text) is { } line)
            {
                faults.Add(line, "", $"is nested deeper than {YamlDepth.Most} levels");
                return null;
            }

            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            faults.Add(e.Start.Line, "", e.Message);
            return null;
        }

        if (stream.Documents.Count == 1)
            return stream.Documents[0].RootNode;
        faults.Add(0, "", "must hold one document");
        return null;
    }

    private static SiteFile ReadFile(YamlPlace root, FaultList faults)
    {
        YamlPlace company = root.Child("company");
        string slug = Slug(company, "slug");
        string name = Name(company);
        company.NothingElse();
        IReadOnlyList<YamlPlace> places = root.List("sites");
        if (places.Count == 0)
            root.Fault("sites", "must list at least one site");
        SiteEntry[] sites = [.. places.Select(p => ReadSite(p, faults))];
        SiteFileChecks.Unique(places, sites, s => s.Slug, "slug");
        root.NothingElse();
        return new SiteFile(slug, name, sites);
    }

    private static SiteEntry ReadSite(YamlPlace place, FaultList faults)
    {
        IReadOnlyList<YamlPlace> areaPlaces = place.List("areas");
        IReadOnlyList<YamlPlace> devicePlaces = place.List("devices");
        var site = new SiteEntry(
            Slug(place, "slug"),
            Name(place),
            place.Required("province", Spellings.Province, "an ISO 3166-2 code such as ID-KR") ?? "",
            place.Required("zone", Spellings.Zone, "an IANA zone such as Asia/Jakarta") ?? "",
            [.. areaPlaces.Select(ReadArea)],
            [.. devicePlaces.Select(ReadDevice)],
            OptionalText(place, "jurisdiction", Spellings.Jurisdiction, "a country of two capitals, as ID or SG"));
        place.NothingElse();
        SiteFileChecks.Unique(areaPlaces, site.Areas, a => a.Slug, "slug");
        SiteFileChecks.Unique(devicePlaces, site.Devices, d => d.Key, "key");
        SiteFileChecks.Assignments(site, place.Path, faults);
        FieldEntries.CheckNames(devicePlaces, site.Devices);
        return site;
    }

    private static string? OptionalText(YamlPlace place, string key, Func<string, string?> parse, string allowed)
    {
        if (place.Optional(key) is not { } text)
            return null;
        if (parse(text) is { } known)
            return known;
        place.Fault(key, $"'{text}' is not {allowed}");
        return null;
    }

    private static AreaEntry ReadArea(YamlPlace place)
    {
        IReadOnlyList<YamlPlace> shiftPlaces = place.List("shifts");
        IReadOnlyList<YamlPlace> pointPlaces = place.List("points");
        var area = new AreaEntry(
            Slug(place, "slug"),
            Name(place),
            place.OptionalValue("workload", Spellings.Workload, "light, moderate, heavy or very-heavy"),
            place.Number("work_share", 0, 100),
            place.OptionalValue("confined_space", Spellings.Bool, "true or false") ?? false,
            (int?)place.Number("workers", 0, 1_000_000),
            [.. shiftPlaces.Select(ReadShift)],
            [.. pointPlaces.Select(ReadPoint)])
        {
            Nature = new PlaceNature(
                place.OptionalValue("office", Spellings.Bool, "true or false") ?? false,
                place.OptionalValue("outdoor", Spellings.Bool, "true or false"),
                place.OptionalValue("lighting_class", Spellings.LightingClass, "a class of light, 1 to 8")),
        };
        place.NothingElse();
        SiteFileChecks.Unique(shiftPlaces, area.Shifts, s => s.Name, "name");
        SiteFileChecks.Unique(pointPlaces, area.Points, p => p.Slug, "slug");
        return area;
    }

    private static Shift ReadShift(YamlPlace place)
    {
        string name = Name(place);
        TimeOnly start = place.RequiredValue("start", Spellings.Time, "a local time HH:MM");
        TimeOnly end = place.RequiredValue("end", Spellings.Time, "a local time HH:MM; at or before the start it is on the next day");
        var days = new List<DayOfWeek>();
        foreach (string text in place.Texts("days"))
        {
            if (Spellings.Day(text) is { } day)
                days.Add(day);
            else
                place.Fault("days", $"'{text}' is refused; sun, mon, tue, wed, thu, fri or sat");
        }

        place.NothingElse();
        TimeSpan length = end > start ? end - start : TimeSpan.FromDays(1) - (start - end);
        return new Shift(name, start, start == end ? TimeSpan.FromDays(1) : length, days);
    }

    private static PointEntry ReadPoint(YamlPlace place)
    {
        var point = new PointEntry(
            Slug(place, "slug"),
            Name(place),
            QuantityOf(place),
            place.RequiredValue("interval", Spellings.Interval, "a time such as 500ms, 10s or 5min, at most a day"),
            [.. place.List("measured_by").Select(ReadMeasuredBy)])
        {
            FrequencyHertz = place.OptionalValue("frequency", Spellings.Frequency, "a frequency such as 50Hz, 13.56MHz or 2.4GHz"),
        };
        place.NothingElse();
        return point;
    }

    private static MeasuredByEntry ReadMeasuredBy(YamlPlace place)
    {
        Instant from = place.OptionalValue("from", Spellings.Moment, "ISO 8601 with a zone") ?? Instant.MinValue;
        Instant to = place.OptionalValue("to", Spellings.Moment, "ISO 8601 with a zone") ?? Instant.MaxValue;
        if (to <= from)
            place.Fault("to", "must be after from");
        var entry = new MeasuredByEntry(Slug(place, "device"), Name(place, "channel"), new TimeRange(from, to), (int)place.Line);
        place.NothingElse();
        return entry;
    }

    private static DeviceEntry ReadDevice(YamlPlace place)
    {
        IReadOnlyList<YamlPlace> channelPlaces = place.List("channels");
        DeviceEntry device = FieldEntries.Complete(place, new DeviceEntry(Slug(place, "key"), place.Optional("model"), place.Optional("serial"), [.. channelPlaces.Select(ReadChannel)]));
        place.NothingElse();
        SiteFileChecks.Unique(channelPlaces, device.Channels, c => c.Name, "name");

        // A channel that says nothing is known by its own name; that it is there twice has been told.
        HashSet<string> twice = [.. device.Channels.CountBy(c => c.Name).Where(n => n.Value > 1).Select(n => n.Key)];
        SiteFileChecks.Unique(channelPlaces, device.Channels, c => c.External ?? (twice.Contains(c.Name) ? "" : c.Name), "external");
        return device;
    }

    private static ChannelEntry ReadChannel(YamlPlace place)
    {
        var channel = new ChannelEntry(
            Name(place),
            QuantityOf(place),
            place.Required("unit", Spellings.Unit, "one of " + string.Join(", ", UnitCatalogue.Symbols)) ?? UnitCatalogue.Percent,
            place.Number("min", -1e9, 1e9),
            place.Number("max", -1e9, 1e9),
            place.Number("resolution", 0, 1e9),
            place.OptionalValue("calibrated", Spellings.Date, "a day YYYY-MM-DD"),
            place.OptionalValue("calibration_due", Spellings.Date, "a day YYYY-MM-DD"))
        {
            External = place.Optional("external") is null ? null : Name(place, "external"),
        };
        if (channel.RangeMax <= channel.RangeMin)
            place.Fault("max", "must be above min");
        if (channel.CalibrationDue < channel.Calibrated)
            place.Fault("calibration_due", "must not be before calibrated");
        place.NothingElse();
        return channel;
    }

    private static string Slug(YamlPlace place, string key) => place.Required(key, Spellings.Slug, Spellings.SlugRule) ?? "";

    private static string Name(YamlPlace place, string key = "name") => place.Required(key, Spellings.Name, Spellings.NameRule) ?? "";

    private static Quantity QuantityOf(YamlPlace place) =>
        place.Required("quantity", Spellings.Quantity, "one of " + string.Join(", ", QuantityCatalogue.All.Select(q => q.Id).Order(StringComparer.Ordinal)))
        ?? QuantityCatalogue.Oxygen;
}
