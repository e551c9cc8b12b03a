using System.Globalization;
using System.Text;
using K3Monitor.FirmwareSim.Plants;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Devices;

/// <summary>
/// A device's sensors and sampling: takes samples at its interval, numbers them, and packs them into messages. What
/// it gives depends on the scenario and the seed only, never on when or how fast it is asked.
/// </summary>
internal sealed class DeviceSampler
{
    private readonly DeviceIdentity _identity;
    private readonly ScenarioDevice _device;
    private readonly IPlant _plant;
    private readonly SilenceEvent[] _silences;
    private readonly BiasEvent[] _biases;
    private readonly SeededNoise[] _noise;
    private readonly TimeSpan _duration;

    internal DeviceSampler(Scenario scenario, ScenarioSite site, ScenarioDevice device, IPlant plant, long seed)
    {
        _identity = new DeviceIdentity(site.Id, device);
        (_device, _plant, _duration) = (device, plant, scenario.Duration);
        _silences = [.. site.Events.OfType<SilenceEvent>().Where(s => s.DeviceId == device.Id)];
        _biases = [.. site.Events.OfType<BiasEvent>().Where(b => b.DeviceId == device.Id)];
        _noise = [.. device.Channels.Select(c => new SeededNoise(seed, _identity.Name + "/" + c.Name))];
    }

    internal DeviceIdentity Identity => _identity;

    /// <summary>All telemetry of the play, in order. The sequence counts samples, from 1.</summary>
    internal IEnumerable<DeviceMessage> Telemetry(DateTimeOffset start)
    {
        var pending = new StringBuilder();
        int held = 0;
        long sequence = 0;
        DateTimeOffset taken = start;
        for (long index = 0; index * _device.Interval < _duration; index++)
        {
            var after = index * _device.Interval;
            if (_silences.Any(s => s.Covers(after.TotalSeconds)))
            {
                continue;
            }

            taken = start + after;
            pending.Append(held == 0 ? "" : ",");
            AppendSample(pending, taken, ++sequence, index, after.TotalSeconds);
            if (++held == _device.Batch)
            {
                yield return Pack(pending, taken, held);
                held = 0;
            }
        }

        if (held > 0)
        {
            yield return Pack(pending, taken, held);
        }
    }

    private DeviceMessage Pack(StringBuilder pending, DateTimeOffset taken, int samples)
    {
        string text = _device.Batch == 1 ? pending.ToString() : $"[{pending}]";
        pending.Clear();
        return new DeviceMessage(_identity.TelemetryTopic, Encoding.UTF8.GetBytes(text), taken, Retain: false, samples);
    }

    private void AppendSample(StringBuilder text, DateTimeOffset taken, long sequence, long index, double moment)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""{"ts":{{taken.ToUnixTimeMilliseconds()}},"seq":{{sequence}},"v":{""");
        for (int i = 0; i < _device.Channels.Count; i++)
        {
            var channel = _device.Channels[i];
            string value = Shown(channel, i, index, moment).ToString("F" + channel.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\"{channel.Name}\":{value}");
        }

        text.Append("}}");
    }

    /// <summary>True value, sensor noise and biases, held to the sensor's range and resolution.</summary>
    private double Shown(ChannelDefinition channel, int stream, long index, double moment)
    {
        double value = _plant.Read(channel.Name, _device, moment) + (channel.Noise * _noise[stream].Bell(index));
        foreach (var bias in _biases)
        {
            value += bias.Channel == channel.Name ? bias.Added(moment) : 0;
        }

        // Adding zero turns a rounded -0.0 into 0.0, which is what a display shows.
        return Math.Round(Math.Clamp(value, channel.Min, channel.Max), channel.Decimals) + 0.0;
    }
}
