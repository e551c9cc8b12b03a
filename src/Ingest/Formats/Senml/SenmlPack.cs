using System.Globalization;
using K3Monitor.Ingest.Normalising.Times;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Senml;

/// <summary>Resolves the base fields of a pack and gives out its values (RFC 8428, section 4.6).</summary>
internal sealed class SenmlPack(FieldMessage message, Readings into)
{
    private const int Version = 10;

    /// <summary>Smaller times are relative to the present: 2^28 seconds (RFC 8428, section 4.5.3).</summary>
    private const decimal Absolute = 268_435_456;

    private string baseName = "";
    private decimal baseTime;
    private string? baseUnit;
    private double baseValue;
    private double baseSum;

    public void Take(IEnumerable<SenmlRecord> records)
    {
        foreach (SenmlRecord record in records)
        {
            if (record.BaseVersion > Version)
            {
                into.Refuse("senml.version", string.Create(CultureInfo.InvariantCulture, $"version {record.BaseVersion} is not known, {Version} is"));
                return;
            }

            baseName = record.BaseName ?? baseName;
            baseTime = record.BaseTime ?? baseTime;
            baseUnit = record.BaseUnit ?? baseUnit;
            baseValue = record.BaseValue ?? baseValue;
            baseSum = record.BaseSum ?? baseSum;
            One(record);
        }
    }

    private void One(SenmlRecord record)
    {
        string? unit = record.Unit ?? baseUnit;
        (string device, string channel) = Names(record.Name ?? "", unit);
        Stamp stamp = TimeOf(record);
        if (record.Value is { } value)
            into.Add(device, channel, ValueReader.Finite(value + baseValue, null, channel, ValueRules.General), unit, stamp);
        else if (record.State is { } state)
            into.State(device, channel, state, stamp);
        else if (record.Text is { } text)
            into.Add(device, channel, new ReadValue(Scalar.Of(text), SampleFlags.None, "value.text: kept as a word"), null, stamp);
        else if (record.Data is { } data)
            into.Add(device, channel, new ReadValue(Scalar.Of(data), SampleFlags.None, "value.data: Base64 of bytes"), null, stamp);
        if (record.Sum is { } sum)
            into.Number(device, channel + ".sum", sum + baseSum, null, stamp);
    }

    private Stamp TimeOf(SenmlRecord record)
    {
        decimal time = baseTime + (record.Time ?? 0);
        if (time == 0)
            return message.Arrival;
        if (Math.Abs(time) > 4_000_000_000)
            return TimeReader.Epoch(time, message.Received, TimeSource.Device);
        return time < Absolute
            ? TimeReader.Check(message.Received + TimeSpan.FromTicks((long)(time * TimeSpan.TicksPerSecond)), message.Received, TimeSource.Device)
            : TimeReader.Epoch(time, message.Received, TimeSource.Device);
    }

    /// <summary>The base name is the device; without one, the name up to its last separator is.</summary>
    private (string Device, string Channel) Names(string name, string? unit)
    {
        string channel = name.Length > 0 ? name : unit switch { "%RH" => "humidity", "%EL" => "battery", "Cel" => "temperature", "lon" => "longitude", "lat" => "latitude", { } u => u, _ => "value" };
        if (baseName.Trim(':', '/', '.', '-', '_') is { Length: > 0 } device)
            return (device, channel);
        int cut = name.LastIndexOfAny([':', '/']);
        return cut > 0 && cut < name.Length - 1 ? (name[..cut], name[(cut + 1)..]) : (message.Last, channel);
    }
}
