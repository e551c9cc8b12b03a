using System.Text.Json;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Plain;

/// <summary>
/// Plain JSON: every scalar is a value under its path, but for the members that name device, time, unit or message. Lists of objects
/// are read entry by entry. No unit is guessed: only one that stands beside the value, in its name, or in a sound level's symbol.
/// </summary>
internal sealed class PlainReader(FieldMessage message, Readings into)
{
    private const decimal PlausibleEpoch = 946_684_800;

    /// <summary>Reads an object or a list of objects for a device that is known from outside.</summary>
    public void Read(JsonElement json, string device, Stamp stamp)
    {
        if (json.ValueKind == JsonValueKind.Array)
            List(device, "", json, stamp, false);
        else if (json.ValueKind == JsonValueKind.Object)
            Object(device, "", json, stamp, true);
        else
            into.Refuse("json.shape", "an object or a list of objects is expected");
    }

    /// <summary>Reads a part under a path.</summary>
    public void Walk(string device, string path, JsonElement part, Stamp stamp)
    {
        if (part.ValueKind == JsonValueKind.Object)
            Object(device, path, part, stamp, false);
        else if (part.ValueKind == JsonValueKind.Array)
            List(device, path, part, stamp, true);
    }

    private void Object(string device, string path, JsonElement holder, Stamp outer, bool top)
    {
        Stamp stamp = TimeOf(holder, outer);
        if (Entry(device, path, holder, stamp))
            return;
        string? unit = OnlyUnit(holder);
        foreach (JsonProperty member in holder.EnumerateObject())
        {
            if (Passed(member, top))
                continue;
            string name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Value.IsScalar())
                into.Value(device, name, member.Value, unit ?? UnitOf(holder, member.Name), stamp);
            else
                Walk(device, name, member.Value, stamp);
        }
    }

    /// <summary>An object with one value under a name that says so: <c>{"name","value","unit"}</c>.</summary>
    private bool Entry(string device, string path, JsonElement holder, Stamp stamp)
    {
        if (PlainNames.First(holder, PlainNames.IsValue) is not { } value)
            return false;
        string? channel = PlainNames.First(holder, PlainNames.IsChannel) is { } named ? named.Value.Text() : null;
        if (channel is null && holder.Members().Count(m => m.Value.IsScalar() && !Passed(m, true)) > 1)
            return false;
        string? unit = PlainNames.First(holder, n => PlainNames.IsUnit(n)) is { } u ? u.Value.Text() : null;
        string name = path.Length > 0 ? $"{path}.{channel ?? value.Name}" : channel ?? value.Name;
        ReadValue read = ValueReader.Read(value.Value, name, ValueRules.General);
        if (holder.AnyMember("quality", "q", "status", "state") is { ValueKind: JsonValueKind.False } || holder.Flag("valid") == false)
            read = read with { Flags = read.Flags | SampleFlags.Bad, Reason = "quality.false: the message calls the value bad" };
        into.Add(device, name, read, unit is { Length: > 0 } ? unit : UnitInName.Of(name) ?? SoundNames.UnitOf(name), stamp);
        return true;
    }

    private void List(string device, string path, JsonElement list, Stamp stamp, bool below)
    {
        string singular = path.Split('.')[^1].TrimEnd('s');
        foreach ((int index, JsonElement item) in list.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                string owner = item.Named(singular.Length > 0 ? singular : "device") ?? (PlainNames.First(item, PlainNames.IsDevice) is { } d ? d.Value.Text() : null) ?? device;
                bool named = owner != device || PlainNames.First(item, PlainNames.IsChannel) is not null;
                Object(owner, named || path.Length == 0 ? "" : FormattableString.Invariant($"{path}.{index}"), item, stamp, true);
            }
            else if (below)
            {
                string one = FormattableString.Invariant($"{path}.{index}");
                if (item.IsScalar())
                    into.Value(device, one, item, null, stamp);
                else
                    Walk(device, one, item, stamp);
            }
            else
            {
                into.Refuse("json.shape", FormattableString.Invariant($"entry {index} of the list has no name"));
            }
        }
    }

    private static bool Passed(JsonProperty member, bool top) =>
        PlainNames.IsSecret(member.Name) || PlainNames.IsHead(member.Name) || PlainNames.IsUnit(member.Name) || member.Name.EndsWith("_unit", StringComparison.OrdinalIgnoreCase)
        || (PlainNames.IsTime(member.Name) && member.Value.IsScalar()) || IsShortTime(member) || (top && PlainNames.IsDevice(member.Name) && member.Value.IsScalar());

    private static bool IsShortTime(JsonProperty member) =>
        member.Name is "t" && ((member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetDecimal(out decimal n) && n >= PlausibleEpoch)
            || (member.Value.ValueKind == JsonValueKind.String && Normalising.Times.IsoText.Read(member.Value.Text() ?? "") is not null));

    private Stamp TimeOf(JsonElement holder, Stamp outer)
    {
        foreach (JsonProperty member in holder.EnumerateObject())
        {
            if (member.Value.IsScalar() && !member.Value.IsBlank() && (PlainNames.IsTime(member.Name) || IsShortTime(member)))
                return message.Time(member.Value);
        }

        return outer;
    }

    /// <summary>A unit beside the only number of an object is that number's.</summary>
    private static string? OnlyUnit(JsonElement holder) =>
        holder.Members().Count(m => m.Value.IsScalar() && !PlainNames.IsTime(m.Name) && !PlainNames.IsDevice(m.Name) && !PlainNames.IsUnit(m.Name)) == 1
            && PlainNames.First(holder, n => PlainNames.IsUnit(n) && n.Length > 1) is { } unit ? unit.Value.Text() : null;

    private static string? UnitOf(JsonElement holder, string name) => holder.Named($"{name}_unit", $"{name}Unit") ?? UnitInName.Of(name) ?? SoundNames.UnitOf(name);
}
