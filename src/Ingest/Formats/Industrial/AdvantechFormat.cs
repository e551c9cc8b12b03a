using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Industrial;

/// <summary>Advantech ADAM and WISE modules: <c>s</c> number, <c>t</c> time (0: no clock), <c>q</c> OPC quality, <c>c</c> why, then inputs by name.</summary>
internal sealed class AdvantechFormat() : JsonFormat("advantech", "Advantech/{id}/data: {\"s\",\"t\",\"q\",\"c\",\"di1\",\"ai1\",…}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Has("s", "t", "q") ? message.Levels[0] == "Advantech" ? Confidence.Certain : json.Has("c") ? Confidence.Likely : Confidence.None : message.Levels is ["Advantech", _, ..] ? Confidence.Likely : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = message.Levels.Count >= 2 ? message.Levels[^2] : message.Last;
        if (!json.Has("s", "q"))
        {
            into.Metadata(device, "a state of the module, no measurement");
            return;
        }

        Stamp stamp = json.Whole("t") is 0 ? message.Arrival : message.Time(json, "t");
        SampleFlags quality = json.Whole("q") is { } q ? OpcQuality.Classic(q) : SampleFlags.None;
        foreach (JsonProperty member in json.EnumerateObject().Where(m => m.Name is not ("s" or "t" or "q" or "c") && m.Value.IsScalar()))
        {
            ReadValue read = ValueReader.Read(member.Value, member.Name, ValueRules.General);
            if (quality != SampleFlags.None && !read.Refused)
                read = read with { Flags = read.Flags | quality, Reason = FormattableString.Invariant($"quality.opc: {json.Whole("q")}") };
            into.Add(device, member.Name, read, null, stamp, json.Whole("s") ?? ChannelSample.NoSequence);
        }
    }
}
