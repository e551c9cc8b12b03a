using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>A company and its sites as a file describes them. See <c>docs/site-file.md</c>.</summary>
/// <param name="CompanySlug">Stable name of the company.</param>
/// <param name="CompanyName">Its name on pages.</param>
/// <param name="Sites">Its sites.</param>
public sealed record SiteFile(string CompanySlug, string CompanyName, IReadOnlyList<SiteEntry> Sites);

/// <summary>A site in a file.</summary>
/// <param name="Slug">Name in topics.</param>
/// <param name="Name">Name on pages.</param>
/// <param name="Province">ISO 3166-2 code.</param>
/// <param name="ZoneId">IANA zone.</param>
/// <param name="Areas">Its areas.</param>
/// <param name="Devices">Its devices.</param>
/// <param name="Jurisdiction">Country whose law holds, ISO 3166; null where it follows from the province and the zone.</param>
public sealed record SiteEntry(
    string Slug, string Name, string Province, string ZoneId, IReadOnlyList<AreaEntry> Areas, IReadOnlyList<DeviceEntry> Devices, string? Jurisdiction = null);

/// <summary>An area in a file.</summary>
/// <param name="Slug">Stable name within the site.</param>
/// <param name="Name">Name on pages.</param>
/// <param name="Workload">Workload class, where known.</param>
/// <param name="WorkSharePercent">Share of work in an hour, 0–100, where known.</param>
/// <param name="ConfinedSpace">Whether it is a confined space.</param>
/// <param name="Workers">How many people work there, where known.</param>
/// <param name="Shifts">Its shifts.</param>
/// <param name="Points">Its points.</param>
public sealed record AreaEntry(
    string Slug, string Name, Workload? Workload, double? WorkSharePercent, bool ConfinedSpace, int? Workers,
    IReadOnlyList<Shift> Shifts, IReadOnlyList<PointEntry> Points)
{
    /// <summary>What kind of place it is.</summary>
    public PlaceNature Nature { get; init; } = new();
}

/// <summary>A measurement point in a file.</summary>
/// <param name="Slug">Stable name within the area.</param>
/// <param name="Name">Name on pages.</param>
/// <param name="Quantity">What is measured.</param>
/// <param name="Interval">Time between samples.</param>
/// <param name="MeasuredBy">Which channels measure for it, over time.</param>
public sealed record PointEntry(string Slug, string Name, Quantity Quantity, TimeSpan Interval, IReadOnlyList<MeasuredByEntry> MeasuredBy)
{
    /// <summary>Frequency of the source of a field or of radio waves, hertz; null where the file does not say.</summary>
    public double? FrequencyHertz { get; init; }
}

/// <summary>A channel measures for a point.</summary>
/// <param name="Device">Key of the device.</param>
/// <param name="Channel">Name of the channel.</param>
/// <param name="During">From and to; without them, always.</param>
/// <param name="Line">Line in the file.</param>
public sealed record MeasuredByEntry(string Device, string Channel, TimeRange During, int Line);

/// <summary>A device in a file.</summary>
/// <param name="Key">Name in topics.</param>
/// <param name="Model">Model, where known.</param>
/// <param name="Serial">Serial number, where known.</param>
/// <param name="Channels">Its channels.</param>
public sealed record DeviceEntry(string Key, string? Model, string? Serial, IReadOnlyList<ChannelEntry> Channels)
{
    /// <summary>Format of its messages beside the native one; null to leave as it is.</summary>
    public string? Format { get; init; }

    /// <summary>Topic filters that its credential may publish on beside its own topics; null to leave as they are.</summary>
    public IReadOnlyList<string>? TopicFilters { get; init; }

    /// <summary>Names by which messages of the field call it; null to leave as they are.</summary>
    public IReadOnlyList<FieldName>? External { get; init; }
}

/// <summary>A channel in a file.</summary>
/// <param name="Name">The device's own name of it.</param>
/// <param name="Quantity">What it measures.</param>
/// <param name="Unit">Unit on the wire.</param>
/// <param name="RangeMin">Bottom of the range on the wire.</param>
/// <param name="RangeMax">Top of the range on the wire.</param>
/// <param name="Resolution">Smallest step.</param>
/// <param name="Calibrated">Day of the last calibration.</param>
/// <param name="CalibrationDue">First day on which it has lapsed.</param>
public sealed record ChannelEntry(
    string Name, Quantity Quantity, Unit Unit, double? RangeMin, double? RangeMax, double? Resolution, DateOnly? Calibrated, DateOnly? CalibrationDue)
{
    /// <summary>Name of it in messages of the field; null where that is <see cref="Name"/>.</summary>
    public string? External { get; init; }
}

/// <summary>One fault of a site file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Line, from 1; 0 when the file as a whole is meant.</param>
/// <param name="Key">Path of the key, for example <c>sites[0].zone</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record SiteFault(string File, int Line, string Key, string Message)
{
    /// <summary><c>file:line: key: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Key}: {Message}";
}

/// <summary>A site file, or all that is wrong with it.</summary>
/// <param name="File">Null when there is any fault.</param>
/// <param name="Faults">Every fault, in the order of the file; empty on success.</param>
public sealed record SiteReading(SiteFile? File, IReadOnlyList<SiteFault> Faults);
