using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Devices;

/// <summary>Who a device is: its topics, its name to the broker, and how it describes itself.</summary>
internal sealed record DeviceIdentity(string SiteId, ScenarioDevice Device)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>User name and client id alike.</summary>
    internal string Name => SiteId + "/" + Device.Id;

    internal string TelemetryTopic => Topic("telemetry");

    internal DeviceMessage Status(bool online, DateTimeOffset now) =>
        new(Topic("status"), Encoding.UTF8.GetBytes(online ? "online" : "offline"), now, Retain: true, Samples: 0);

    /// <summary>The description, as in the native format: label, calibration and channels.</summary>
    internal DeviceMessage Info(DateTimeOffset now)
    {
        var description = new
        {
            model = Device.Plate.Model,
            serial = Device.Plate.Serial,
            firmware = Device.Plate.Firmware,
            interval_s = (int)Device.Interval.TotalSeconds,
            batch = Device.Batch,
            channels = Device.Channels.Select(Describe),
        };
        return new DeviceMessage(Topic("info"), JsonSerializer.SerializeToUtf8Bytes(description, Plain), now, Retain: true, Samples: 0);
    }

    private object Describe(ChannelDefinition channel) => new
    {
        name = channel.Name,
        quantity = channel.Quantity,
        unit = channel.Unit,
        min = channel.Min,
        max = channel.Max,
        resolution = decimal.Parse("1e-" + channel.Decimals.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture),
        interval_s = (int)Device.Interval.TotalSeconds,
        calibrated = Day(Device.Plate.Calibrated),
        calibration_due = Day(Device.Plate.CalibrationDue),
    };

    private string Topic(string leaf) => $"k3/v1/{SiteId}/{Device.Id}/{leaf}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
