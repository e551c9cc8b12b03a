using System.Globalization;
using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Loggers;

/// <summary>
/// Comet (Atal) transmitters: each value as the hexadecimal bits of a 32-bit float and as text. Bits that are no number carry an error;
/// a channel that is not enabled has none. A clock that calls itself unsure marks the times.
/// </summary>
internal sealed class CometFormat() : JsonFormat("comet", "{\"JsonType\",\"Time\":{\"Sample\"},\"Channels\":[{\"Quant\",\"Val\",\"ValStr\",\"Unit\"}]}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.List("Channels") is { } list && list.EnumerateArray().All(c => c.Has("Nr", "Val")) ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = json.Named("SerNum", "SN", "Serial") ?? message.Last;
        JsonElement time = json.Inner("Time") ?? json;
        Stamp stamp = message.Time(time, "Sample", message.Time(time, "Now"));
        if (time.Whole("IsValid") is 0)
            stamp = stamp with { Flags = stamp.Flags | SampleFlags.Uncertain, Reason = stamp.Reason ?? "time.unsure: the device calls its clock not valid" };
        JsonElement[] channels = [.. json.List("Channels")?.Items() ?? []];
        HashSet<string> twice = [.. channels.Select(c => c.Named("Quant")).OfType<string>().CountBy(q => q).Where(q => q.Value > 1).Select(q => q.Key)];
        foreach (JsonElement channel in channels)
        {
            string name = channel.Named("Quant") is { } quantity
                ? twice.Contains(quantity) ? $"{quantity} {channel.Named("Nr")}" : quantity
                : $"channel {channel.Named("Nr")}";
            into.Add(device, name, ValueOf(channel, name), channel.Named("Unit"), stamp);
        }
    }

    private static ReadValue ValueOf(JsonElement channel, string name)
    {
        if (channel.Whole("En") is 0)
            return ReadValue.Missing("value.disabled: the channel is not enabled");
        string bits = channel.Named("Val") ?? "";
        string shown = channel.Named("ValStr") ?? "";
        if (bits.Length == 8 && uint.TryParse(bits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint raw))
        {
            float value = BitConverter.UInt32BitsToSingle(raw);
            return float.IsFinite(value) ? ValueReader.Finite(Float32.Narrow(value), null, name, ValueRules.General) : ReadValue.Missing($"value.error: {(shown.Length > 40 ? shown[..40] : shown)}");
        }

        return channel.Member("Val") is { } plain ? ValueReader.Read(plain, name, new ValueRules { NumbersOnly = true }) : ReadValue.Missing("value.missing: no Val");
    }
}
