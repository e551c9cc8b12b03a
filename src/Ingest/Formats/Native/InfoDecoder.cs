using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.Ingest.Formats.Native;

/// <summary>Decodes what a device says of itself in <c>…/info</c>.</summary>
internal static class InfoDecoder
{
    private const int MaxChannels = 200;
    private const int MaxBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 8, PropertyNameCaseInsensitive = false };

    /// <summary>The description, or why there is none.</summary>
    public static (DeviceDescription? Description, Refusal? Refusal) Decode(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > MaxBytes)
            return (null, new Refusal("info.too-large", string.Create(CultureInfo.InvariantCulture, $"a description has at most {MaxBytes} bytes, not {payload.Length}")));
        Info? info;
        try
        {
            info = JsonSerializer.Deserialize<Info>(payload, Options);
        }
        catch (JsonException e)
        {
            return (null, new Refusal("info.malformed", string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine}, {e.Path}: {e.Message}")));
        }

        if (info is null)
            return (null, new Refusal("info.malformed", "the description is null"));
        Channel[] channels = info.Channels ?? [];
        if (channels.Length > MaxChannels)
            return (null, new Refusal("info.too-many-channels", string.Create(CultureInfo.InvariantCulture, $"at most {MaxChannels} channels, not {channels.Length}")));
        int unnamed = Array.FindIndex(channels, c => c?.Name is not { Length: > 0 and <= 64 });
        if (unnamed >= 0)
            return (null, new Refusal("info.channel-unnamed", string.Create(CultureInfo.InvariantCulture, $"channels[{unnamed}].name has 1 to 64 characters")));
        int numberless = Array.FindIndex(channels, c => !c.IsFinite);
        if (numberless >= 0)
            return (null, new Refusal("info.number", string.Create(CultureInfo.InvariantCulture, $"channels[{numberless}] has a number that is too large")));
        return (new DeviceDescription(info.Model, info.Serial, info.Firmware, [.. channels.Select(c => c.Describe())]), null);
    }

    private sealed record Info(
        [property: JsonPropertyName("model")] string? Model,
        [property: JsonPropertyName("serial")] string? Serial,
        [property: JsonPropertyName("firmware")] string? Firmware,
        [property: JsonPropertyName("channels")] Channel[]? Channels);

    private sealed record Channel(
        [property: JsonPropertyName("name")] string? Name,
        [property: JsonPropertyName("quantity")] string? Quantity,
        [property: JsonPropertyName("unit")] string? Unit,
        [property: JsonPropertyName("min")] double? Min,
        [property: JsonPropertyName("max")] double? Max,
        [property: JsonPropertyName("resolution")] double? Resolution,
        [property: JsonPropertyName("interval_s")] double? Interval,
        [property: JsonPropertyName("calibrated")] DateOnly? Calibrated,
        [property: JsonPropertyName("calibration_due")] DateOnly? CalibrationDue)
    {
        public bool IsFinite => new[] { Min, Max, Resolution, Interval }.All(n => n is null || double.IsFinite(n.Value));

        public ChannelDescription Describe() => new(Name!, Quantity, Unit, Min, Max, Resolution, Interval, Calibrated, CalibrationDue);
    }
}
