using System.Globalization;
using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Mapped;

/// <summary>JSON read by a declared mapping. What the mapping does not name is not read; what it names and is absent gives no value.</summary>
internal sealed class MappedJsonFormat(Mapping mapping) : IMessageFormat
{
    public string Name => mapping.Name;

    public string Shape => $"JSON on {mapping.TopicFilter}, by a declared mapping";

    public bool Fits(string topic) => TopicFilter.Fits(mapping.TopicFilter, topic);

    public Confidence Recognise(FieldMessage message) => Fits(message.Topic) ? Confidence.Certain : Confidence.None;

    public void Read(FieldMessage message, Readings into)
    {
        if (message.Json is not { } root)
        {
            into.Refuse("json.malformed", $"mapping {Name}: {message.JsonFault}");
            return;
        }

        if (mapping.Match.FirstOrDefault(m => m.Path.Find(root, root)?.Text() != m.Value) is { Path: not null } other)
        {
            into.Ignore(null, $"mapping {Name} reads only messages where a member is '{other.Value}'");
            return;
        }

        if (mapping.Each is null)
        {
            One(message, root, into);
            return;
        }

        if (mapping.Each.Find(root, root) is not { ValueKind: JsonValueKind.Array } list)
        {
            into.Ignore(null, $"mapping {Name}: the list is not in this message");
            return;
        }

        foreach (JsonElement item in list.EnumerateArray())
            One(message, item, into);
        if (list.GetArrayLength() == 0)
            into.Ignore(null, $"mapping {Name}: the list is empty");
    }

    private void One(FieldMessage message, JsonElement item, Readings into)
    {
        JsonElement root = message.Json!.Value;
        if (mapping.Device.Fill(message, item) is not { } device)
        {
            into.Refuse("mapping.device", $"mapping {Name}: the message does not name its device");
            return;
        }

        Stamp stamp = mapping.Time?.Read(message, item) ?? message.Arrival;
        long sequence = mapping.Sequence?.Find(root, item) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long n) && n >= 0 ? n : ChannelSample.NoSequence;
        int found = mapping.Values.Count(v => Value(message, item, v, device, stamp, sequence, into));
        if (found == 0)
            into.Ignore(device, $"mapping {Name}: none of its values is in this message");
    }

    private static bool Value(FieldMessage message, JsonElement item, MappedValue mapped, string device, Stamp stamp, long sequence, Readings into)
    {
        if (mapped.Path.Find(message.Json!.Value, item) is not { } value || mapped.Channel.Fill(message, item) is not { } channel)
            return false;
        bool isRaw = mapped is not { Scale: 1, Offset: 0 };
        ReadValue read = ValueReader.Read(value, channel, isRaw ? mapped.Rules with { IsRaw = true } : mapped.Rules);
        if (read.Value.Number is { } number)
        {
            read = read with { Flags = read.Flags | Bounds(number, mapped) };
            if (isRaw)
                read = ValueReader.Scaled(read, Scaled(number, mapped), channel);
        }

        if (!read.Refused && mapped.Quality?.Read(message, item) is { } quality and not SampleFlags.None)
            read = read with { Flags = read.Flags | quality, Reason = read.Reason ?? "quality.declared: the message doubts the value" };
        into.Add(device, channel, read, mapped.Unit?.Fill(message, item), stamp, sequence);
        return true;
    }

    /// <summary>In decimal, so that 417 × 0.1 is 41.7 and not 41.7 and a little.</summary>
    private static double Scaled(double number, MappedValue mapped) =>
        mapped is { Scale: 1, Offset: 0 } ? number
        : Math.Abs(number) < 1e15 ? (double)(((decimal)number * (decimal)mapped.Scale) + (decimal)mapped.Offset)
        : (number * mapped.Scale) + mapped.Offset;

    private static SampleFlags Bounds(double number, MappedValue mapped) =>
        number >= mapped.OverRange ? SampleFlags.OverRange : number <= mapped.UnderRange ? SampleFlags.UnderRange : SampleFlags.None;
}
