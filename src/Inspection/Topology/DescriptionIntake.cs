using K3Monitor.Measurements;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Topology;

/// <summary>Takes what a device says of itself: fills what is empty, refuses what makes no sense, overrides no person.</summary>
internal static class DescriptionIntake
{
    /// <summary>A device may describe at most this many channels; the rest is refused by name.</summary>
    private const int MostChannels = 256;
    private const int LongestName = 200;

    /// <summary>Applies the description in the caller's transaction.</summary>
    /// <returns>What was refused, in English, and whether the topology changed.</returns>
    public static async Task<(IReadOnlyList<string> Refused, bool Changed)> TakeAsync(
        K3Context context, int deviceId, DeviceDescription description, Instant received, CancellationToken cancellationToken)
    {
        Device? device = await context.Devices.Include(d => d.Channels).FirstOrDefaultAsync(d => d.Id == deviceId, cancellationToken).ConfigureAwait(false);
        if (device is null)
            return (["the device is not known"], false);
        device.Model = Cut(description.Model) ?? device.Model;
        device.Serial = Cut(description.Serial) ?? device.Serial;
        device.Firmware = Cut(description.Firmware) ?? device.Firmware;
        if (device.LastSeen is not { } last || received > last)
            device.LastSeen = received;
        var refused = new List<string>();
        bool changed = false;
        foreach (ChannelDescription channel in description.Channels)
            changed |= Take(device, channel, received, refused);
        if (changed)
            await TopologyChanges.CountAsync(context, cancellationToken).ConfigureAwait(false);
        return (refused, changed);
    }

    private static bool Take(Device device, ChannelDescription described, Instant received, List<string> refused)
    {
        if (string.IsNullOrWhiteSpace(described.Name) || described.Name.Length > LongestName)
        {
            refused.Add($"a channel's name must be 1 to {LongestName} characters");
            return false;
        }

        DeviceChannel? channel = device.Channels.FirstOrDefault(c => c.Name == described.Name);
        if (channel is null && device.Channels.Count >= MostChannels)
        {
            refused.Add($"{described.Name}: a device has at most {MostChannels} channels");
            return false;
        }

        bool added = channel is null;
        if (channel is null)
            device.Channels.Add(channel = new DeviceChannel { Name = described.Name });
        return FillMeaning(channel, described, refused) | FillRange(channel, described, refused) | FillCalibration(channel, described, received, refused) | added;
    }

    private static bool FillMeaning(DeviceChannel channel, ChannelDescription described, List<string> refused)
    {
        bool changed = false;
        if (described.QuantityId is not null && !QuantityCatalogue.TryFind(described.QuantityId, out _))
            refused.Add($"{described.Name}: quantity '{described.QuantityId}' is not known");
        else if (channel.QuantityId is null && described.QuantityId is not null)
            changed = (channel.QuantityId = described.QuantityId) is not null;
        if (described.Unit is null)
            return changed;
        if (!UnitCatalogue.TryFind(described.Unit, out Unit? unit))
        {
            refused.Add($"{described.Name}: unit '{described.Unit}' is not known");
            return changed;
        }

        if (channel.Unit is not null)
            return changed;
        channel.Unit = unit.Symbol;
        return true;
    }

    private static bool FillRange(DeviceChannel channel, ChannelDescription described, List<string> refused)
    {
        bool changed = false;
        if (described.Min is { } low && described.Max is { } high && !(low < high))
            refused.Add($"{described.Name}: the range is upside down");
        else if (described is { Min: { } min } && !double.IsFinite(min) || described is { Max: { } max } && !double.IsFinite(max))
            refused.Add($"{described.Name}: the range is not finite");
        else if (channel.RangeMin is null && channel.RangeMax is null && (described.Min ?? described.Max) is not null)
            (channel.RangeMin, channel.RangeMax, changed) = (described.Min, described.Max, true);
        channel.Resolution ??= described.Resolution is { } step && double.IsFinite(step) && step > 0 ? step : null;
        channel.IntervalMs ??= described.IntervalSeconds is > 0 and <= 86_400 ? (long)Math.Round(described.IntervalSeconds.Value * 1000) : null;
        return changed;
    }

    private static bool FillCalibration(DeviceChannel channel, ChannelDescription described, Instant received, List<string> refused)
    {
        // A day ahead is the site's zone. What lies further ahead was not done, and no true day could ever take its place.
        if (described.Calibrated > DateOnly.FromDateTime(received.ToDateTimeOffset().UtcDateTime).AddDays(1))
        {
            refused.Add($"{described.Name}: the calibration is in the future");
            return false;
        }

        if (described.Calibrated is { } done && described.CalibrationDue is { } due && due < done)
        {
            refused.Add($"{described.Name}: the calibration lapses before it was made");
            return false;
        }

        // A later calibration is news, not an override: a device is calibrated again and again.
        if (described.Calibrated is not { } day || (channel.Calibrated is { } before && day <= before))
            return false;
        channel.Calibrated = day;
        channel.CalibrationDue = described.CalibrationDue;
        return true;
    }

    private static string? Cut(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Length > LongestName ? text[..LongestName] : text;
}
