using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.GasDetectors;

/// <summary>
/// Gateways of multi-gas detectors: readings with gas, value, unit and state. Over the limit of the sensor the value is a lower bound; while it
/// warms up there is none. A small negative value is drift, not a code.
/// </summary>
internal sealed class GasGatewayFormat() : JsonFormat("gas-detector", "{\"deviceId\",\"time\",\"readings\":[{\"gas\",\"value\",\"unit\",\"state\"}]}")
{
    private static readonly HashSet<string> Good = new(StringComparer.OrdinalIgnoreCase) { "ok", "normal", "good", "measuring", "active", "on", "low_alarm", "high_alarm", "alarm", "low", "high", "twa_alarm", "stel_alarm", "warning" };
    private static readonly HashSet<string> NoValue = new(StringComparer.OrdinalIgnoreCase) { "warmup", "warm_up", "warming_up", "starting", "off", "disabled", "not_installed", "fault", "failure", "sensor_fault", "error", "bump", "bump_test", "calibrating", "calibration", "zeroing" };
    private static readonly HashSet<string> Over = new(StringComparer.OrdinalIgnoreCase) { "over_limit", "overlimit", "over_range", "overrange", "over", "ol", "saturated" };

    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        (json.List("readings") ?? json.List("sensors") ?? json.List("gases")) is { } list && list.GetArrayLength() > 0
            && list.EnumerateArray().All(r => r.HasAny("gas", "gas_type", "gasType") && r.HasAny("value", "reading", "concentration")) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = json.Named("deviceId", "device_id", "device", "serial", "id") ?? message.Last;
        Stamp outer = message.Time(json, "time", message.Time(json, "timestamp"));
        foreach (JsonElement item in (json.List("readings") ?? json.List("sensors") ?? json.List("gases"))?.Items() ?? [])
        {
            if (item.Named("gas", "gas_type", "gasType") is not { } gas || item.AnyMember("value", "reading", "concentration") is not { } value)
            {
                into.Refuse("value.invalid", $"{device}: a reading without gas or value");
                continue;
            }

            string unit = item.Named("unit", "units") ?? "";
            into.Add(device, gas, Judged(ValueReader.Read(value, gas, ValueRules.General), item.Named("state", "status")), unit.Length > 0 ? unit : null, message.Time(item, "time", outer));
        }
    }

    private static ReadValue Judged(ReadValue read, string? state)
    {
        if (state is null || Good.Contains(state))
            return read;
        if (Over.Contains(state) && !read.Value.IsMissing)
            return read with { Flags = read.Flags | SampleFlags.OverRange, Reason = "value.over-range: at least this much" };
        return NoValue.Contains(state) ? ReadValue.Missing($"value.state: {state}")
            : read with { Flags = read.Flags | SampleFlags.Uncertain, Reason = $"quality.state: {state}" };
    }
}
