using K3Monitor.Inspection.Topology;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Places;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>Brings the devices and channels of a site to what a file says.</summary>
internal static class DeviceUpsert
{
    public static void Apply(Site site, DeviceEntry entry, ImportWork work)
    {
        Device? device = site.Devices.FirstOrDefault(d => d.Key == entry.Key);
        string path = site.Slug + "/" + entry.Key;
        if (device is null)
        {
            string password = DevicePasswords.Make();
            site.Devices.Add(device = new Device { Key = entry.Key, CredentialHash = DevicePasswords.Hash(password), CredentialCreated = work.Now });
            work.Credentials.Add(new DeviceCredential(site.Slug, entry.Key, path, password));
            work.Added("device", path);
        }

        device.Model = work.ChangedIfGiven($"device {path}: model", device.Model, entry.Model);
        device.Serial = work.ChangedIfGiven($"device {path}: serial", device.Serial, entry.Serial);
        FieldEntries.Apply(device, path, entry, work);
        foreach (ChannelEntry channel in entry.Channels)
            Apply(device, path, channel, work);
    }

    private static void Apply(Device device, string path, ChannelEntry entry, ImportWork work)
    {
        DeviceChannel? channel = device.Channels.FirstOrDefault(c => c.Name == entry.Name);
        string name = $"channel {path}/{entry.Name}";
        if (channel is null)
        {
            device.Channels.Add(channel = new DeviceChannel { Name = entry.Name });
            work.Added("channel", $"{path}/{entry.Name}");
        }
        else if (channel.QuantityId is { } quantity && quantity != entry.Quantity.Id)
        {
            throw new InvalidOperationException($"{name} measures {quantity}; what it measured before would be read as {entry.Quantity.Id}. Give the channel another name");
        }

        channel.QuantityId ??= entry.Quantity.Id;
        channel.Unit = channel.Unit is null ? entry.Unit.Symbol : work.Changed($"{name}: unit", channel.Unit, entry.Unit.Symbol);
        channel.ExternalName = work.ChangedIfGiven($"{name}: external", channel.ExternalName, entry.External);
        channel.RangeMin = work.ChangedIfGiven($"{name}: min", channel.RangeMin, entry.RangeMin);
        channel.RangeMax = work.ChangedIfGiven($"{name}: max", channel.RangeMax, entry.RangeMax);
        channel.Resolution = work.ChangedIfGiven($"{name}: resolution", channel.Resolution, entry.Resolution);
        channel.Calibrated = work.ChangedIfGiven($"{name}: calibrated", channel.Calibrated, entry.Calibrated);
        channel.CalibrationDue = work.ChangedIfGiven($"{name}: calibration_due", channel.CalibrationDue, entry.CalibrationDue);
    }
}
