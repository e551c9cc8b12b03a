namespace K3Monitor.FirmwareSim.Scenarios;

/// <summary>
/// A working day that can be played: factories with their plants, the devices that measure there, and what happens
/// when. Together with its seed it fixes every byte that the devices publish.
/// </summary>
/// <param name="Name">Short name, a slug.</param>
/// <param name="Title">One line for a person.</param>
/// <param name="Zone">The factories' time zone.</param>
/// <param name="Date">The calendar day that is played when the caller names no other.</param>
/// <param name="Start">Local time of day at which the play begins.</param>
/// <param name="Duration">How long it lasts.</param>
/// <param name="Seed">Seed of every random choice; the same seed gives the same bytes.</param>
/// <param name="Sites">The factories.</param>
/// <remarks>Immutable, safe to share between threads.</remarks>
public sealed record Scenario(
    string Name,
    string Title,
    TimeZoneInfo Zone,
    DateOnly Date,
    TimeOnly Start,
    TimeSpan Duration,
    long Seed,
    IReadOnlyList<ScenarioSite> Sites)
{
    /// <summary>The instant at which the play begins on a given local calendar day.</summary>
    /// <param name="day">A day in <see cref="Zone"/>.</param>
    /// <returns>The instant, with the zone's offset of that day.</returns>
    public DateTimeOffset StartOn(DateOnly day)
    {
        var local = day.ToDateTime(Start);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }
}

/// <summary>One factory.</summary>
/// <param name="Id">Slug used in topics and user names.</param>
/// <param name="Name">Name for a person.</param>
/// <param name="Plants">The areas with their physics.</param>
/// <param name="Devices">The devices that measure there.</param>
/// <param name="Events">What happens, in file order.</param>
public sealed record ScenarioSite(
    string Id,
    string Name,
    IReadOnlyList<PlantSetting> Plants,
    IReadOnlyList<ScenarioDevice> Devices,
    IReadOnlyList<ScenarioEvent> Events);

/// <summary>One device and its place.</summary>
/// <param name="Id">Slug, unique in the site.</param>
/// <param name="PlantId">The plant it stands in.</param>
/// <param name="Kind">What it measures; decides which channels it can have.</param>
/// <param name="X">Place in the plant, metre.</param>
/// <param name="Y">Place in the plant, metre.</param>
/// <param name="Share">How much of the room's mean gas concentration reaches it, 0 to 1 (imperfect mixing).</param>
/// <param name="Interval">Time between two samples.</param>
/// <param name="Batch">Samples in one message.</param>
/// <param name="Buffer">Messages kept while there is no connection; the oldest is dropped beyond.</param>
/// <param name="Channels">The channels it publishes.</param>
/// <param name="Plate">What its label and its calibration certificate say.</param>
public sealed record ScenarioDevice(
    string Id,
    string PlantId,
    DeviceKind Kind,
    double X,
    double Y,
    double Share,
    TimeSpan Interval,
    int Batch,
    int Buffer,
    IReadOnlyList<ChannelDefinition> Channels,
    DevicePlate Plate);

/// <summary>What a device's label and its calibration certificate say.</summary>
/// <param name="Model">Maker's model.</param>
/// <param name="Serial">Serial number.</param>
/// <param name="Firmware">Firmware version.</param>
/// <param name="Calibrated">Day of the last calibration.</param>
/// <param name="CalibrationDue">Day on which the next is due.</param>
public sealed record DevicePlate(string Model, string Serial, string Firmware, DateOnly Calibrated, DateOnly CalibrationDue);
