using System.Text.Json;
using K3Monitor.Ingest.Formats.Plain;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.NoiseMeters;

/// <summary>Which instruments calibrate at present. At most 10,000.</summary>
internal sealed class Calibrations
{
    public BoundedTable<string> Running { get; } = new(10_000);
}

/// <summary>
/// Cirrus noise monitors: <c>InstrumentStatus</c> and live data. While the status says that a calibration runs, levels are bad: a calibrator's
/// tone is no exposure.
/// </summary>
internal sealed class CirrusFormat() : JsonFormat("cirrus", "{\"type\":\"InstrumentStatus\"|\"LiveData\",\"time\",…}")
{
    protected override Confidence Recognise(FieldMessage message, JsonElement json) =>
        json.Word("type") is "InstrumentStatus" or "LiveData" or "InstrumentData" && json.Has("time") ? Confidence.Certain : Confidence.None;

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        string device = json.Named("instrument", "serial", "serialNumber") ?? (message.Last is "status" or "livedata" or "live" && message.Levels.Count > 1 ? message.Levels[^2] : message.Last);
        BoundedTable<string> running = message.Source.Memory.Of<Calibrations>().Running;
        if (json.Word("type") is "InstrumentStatus")
        {
            bool calibrates = json.Flag("calibrationInProgress") == true || json.Flag("sicInProgress") == true;
            running.Set(device, calibrates ? "yes" : "");
            into.Metadata(device, calibrates ? "status: a calibration is in progress, levels until its end are no exposure" : json.Flag("online") == false ? "status offline" : "status online", null, default, message.Time(json, "time"));
            return;
        }

        Stamp stamp = message.Time(json, "time");
        foreach (JsonProperty member in (json.Inner("data") ?? json).Members().Where(m => m.Value.IsScalar() && m.Name is not ("type" or "time" or "instrument" or "serial" or "serialNumber")))
        {
            ReadValue read = ValueReader.Read(member.Value, member.Name, ValueRules.General);
            if (running.Find(device) is "yes")
                read = read with { Flags = read.Flags | SampleFlags.Bad, Reason = "quality.calibration: a calibration is in progress" };
            into.Add(device, member.Name, read, SoundNames.UnitOf(member.Name), stamp);
        }
    }
}
