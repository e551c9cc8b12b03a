using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.SensorThings;

/// <summary>
/// Sentilo's list of sensors with observations, as the CESVA TA120 noise sensor publishes it: the suffix of an id is the quantity
/// (N the level, O overload, U under-range, M battery), and O and U qualify the level of the same time.
/// </summary>
internal sealed class SentiloFormat() : JsonFormat("sentilo", "{\"sensors\":[{\"id\",\"observations\":[{\"value\",\"timestamp\"}]}]}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.List("sensors") is { } sensors && sensors.GetArrayLength() > 0 && sensors.EnumerateArray().All(s => s.Has("observations") && s.HasAny("id", "sensor")) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        var marks = new Dictionary<(string Device, string? Time), SampleFlags>();
        (string Device, string Channel, string? Unit, JsonElement Observation)[] all = [.. Observations(json)];
        foreach ((string device, string channel, _, JsonElement o) in all)
        {
            if (o.Named("value") is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase) && channel is "overload (O)" or "under-range (U)")
                marks[(device, o.Named("timestamp"))] = marks.GetValueOrDefault((device, o.Named("timestamp"))) | (channel[0] == 'o' ? SampleFlags.OverRange : SampleFlags.UnderRange);
        }

        foreach ((string device, string channel, string? unit, JsonElement o) in all)
        {
            if (o.Member("value") is not { } value)
                continue;
            ReadValue read = ValueReader.Read(value, channel, ValueRules.General);
            if (channel.StartsWith("LAeq", StringComparison.Ordinal))
                read = read with { Flags = read.Flags | marks.GetValueOrDefault((device, o.Named("timestamp"))) };
            into.Add(device, channel, read, unit, message.Time(o, "timestamp"));
        }
    }

    private static IEnumerable<(string Device, string Channel, string? Unit, JsonElement Observation)> Observations(JsonElement json)
    {
        foreach (JsonElement sensor in json.List("sensors")?.Items() ?? [])
        {
            if (sensor.Named("id", "sensor") is not { } id)
                continue;
            (string device, string channel, string? unit) = Names(id);
            foreach (JsonElement observation in sensor.List("observations")?.Items() ?? [])
                yield return (device, channel, unit, observation);
        }
    }

    private static (string Device, string Channel, string? Unit) Names(string id)
    {
        if (!id.StartsWith("TA120", StringComparison.Ordinal) || id.Length < 3 || id[^2] != '-')
            return (id, "value", null);
        (string channel, string? unit) = id[^1] switch
        {
            'N' => ("LAeq 1 min (N)", "dB(A)"),
            'O' => ("overload (O)", null),
            'U' => ("under-range (U)", null),
            'M' => ("battery (M)", "%"),
            var other => (other.ToString(), (string?)null),
        };
        return (id[..^2], channel, unit);
    }
}
