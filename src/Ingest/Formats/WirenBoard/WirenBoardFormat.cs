using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.WirenBoard;

/// <summary>Units and errors of controls, which come on topics of their own. At most 20,000 controls each.</summary>
internal sealed class ControlNotes
{
    public BoundedTable<string> Units { get; } = new(20_000);

    public BoundedTable<string> Errors { get; } = new(20_000);
}

/// <summary>Wiren Board: <c>/devices/{device}/controls/{control}</c>. While <c>…/meta/error</c> holds r, the value is the last known one and is bad.</summary>
internal sealed class WirenBoardFormat : IMessageFormat
{
    public string Name => "wirenboard";

    public string Shape => "/devices/{device}/controls/{control}[/meta[/error|units|type]] with a plain value";

    public Confidence Recognise(FieldMessage message) =>
        message.Levels is ["devices", _, "controls", _, ..] || message.Levels is ["devices", _, "meta", ..] ? Confidence.Certain : Confidence.None;

    public void Read(FieldMessage message, Readings into)
    {
        string[] rest = [.. message.Levels.Skip(4)];
        if (message.Levels is ["devices", var owner, "meta", ..])
            into.Metadata(owner, "describes the device");
        else if (message.Levels is not ["devices", var device, "controls", var control, ..])
            into.Refuse("format.shape", $"topic '{message.Topic}': not of the shape of wirenboard");
        else if (message.Text is not { } text)
            into.Refuse("payload.malformed", $"topic '{message.Topic}': text is expected");
        else if (rest is ["on"])
            into.Ignore(device, "a command to the control");
        else if (rest is ["meta", ..])
            Meta(message, device, control, rest, text, into);
        else
            Value(message, device, control, text, into);
    }

    private static void Meta(FieldMessage message, string device, string control, string[] rest, string text, Readings into)
    {
        ControlNotes notes = message.Source.Memory.Of<ControlNotes>();
        string key = $"{device}/{control}";
        string? unit = rest is ["meta", "units"] ? text : rest.Length == 1 && message.Json is { } json ? json.Named("units") : null;
        if (unit is { Length: > 0 and <= 64 })
            notes.Units.Set(key, unit);
        string? error = rest is ["meta", "error"] ? text : rest.Length == 1 && message.Json is { } whole && whole.Has("error") ? whole.Word("error") : null;
        if (error is not null)
            notes.Errors.Set(key, error.Length > 20 ? error[..20] : error);
        into.Metadata(device, error is null ? $"describes the control{(unit is null ? "" : $", unit {unit}")}" : $"error {error}: r is a failed read, the value is the last known one", control);
    }

    private static void Value(FieldMessage message, string device, string control, string text, Readings into)
    {
        ControlNotes notes = message.Source.Memory.Of<ControlNotes>();
        string key = $"{device}/{control}";
        ReadValue read = ValueReader.Read(text, control, ValueRules.General);
        if (notes.Errors.Find(key) is { Length: > 0 } error && error.Contains('r', StringComparison.Ordinal))
            read = read with { Flags = read.Flags | SampleFlags.Bad, Reason = $"quality.error: {error}: the last known value" };
        into.Add(device, control, read, notes.Units.Find(key), message.Arrival);
    }
}
