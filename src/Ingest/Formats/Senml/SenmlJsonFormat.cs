using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Senml;

/// <summary>SenML in JSON (RFC 8428, section 5), and the object of its drafts before the RFC, which devices still send.</summary>
internal sealed class SenmlJsonFormat() : JsonFormat("senml-json", "an array of {\"bn\",\"bt\",\"bu\",\"n\",\"u\",\"v\",\"vs\",\"vb\",\"vd\",\"t\"}")
{
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal)
    {
        "bn", "bt", "bu", "bv", "bs", "bver", "n", "u", "v", "vs", "vb", "vd", "s", "t", "ut",
    };

    /// <summary>Labels of a record in draft-jennings-senml-10; <c>bv</c> is a Boolean value there.</summary>
    private static readonly HashSet<string> DraftLabels = new(StringComparer.Ordinal) { "n", "u", "v", "sv", "bv", "s", "t", "ut" };

    protected override Confidence Recognise(FieldMessage message, JsonElement json)
    {
        if (IsDraft(json))
            return Confidence.Certain;
        bool pack = json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0
            && json.EnumerateArray().All(r => r.ValueKind == JsonValueKind.Object && r.EnumerateObject().All(p => Labels.Contains(p.Name)))
            && json.EnumerateArray().Any(r => r.HasAny("v", "vs", "vb", "vd", "s"));
        if (!pack)
            return Confidence.None;
        return json[0].HasAny("bn", "bt", "bu", "bver") || json[0].HasAny("u") || message.Topic.Contains("senml", StringComparison.OrdinalIgnoreCase) ? Confidence.Certain : Confidence.Likely;
    }

    protected override void Read(FieldMessage message, JsonElement json, Readings into)
    {
        var records = new List<SenmlRecord>();
        if (IsDraft(json))
        {
            ReadDraft(json, into, records);
            new SenmlPack(message, into).Take(records);
            return;
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            Misshapen(message, into);
            return;
        }

        foreach (JsonElement item in json.EnumerateArray())
        {
            if (item.Members().FirstOrDefault(p => p.Name.EndsWith('_')) is { Value.ValueKind: not JsonValueKind.Undefined } must)
            {
                into.Refuse("senml.must-understand", $"the label {must.Name} is not known (RFC 8428, section 4.4)");
                return;
            }

            if (ReadRecord(item) is { } record)
                records.Add(record);
            else
                into.Refuse("senml.record", "a record has a value of the wrong kind");
        }

        new SenmlPack(message, into).Take(records);
    }

    /// <summary>An object of base fields with the records under <c>e</c>; without base fields it may be anybody's object.</summary>
    private static bool IsDraft(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.HasAny("bn", "bt", "bu")
        && json.TryGetProperty("e", out JsonElement records) && records.ValueKind == JsonValueKind.Array && records.GetArrayLength() > 0
        && records.EnumerateArray().All(r => r.ValueKind == JsonValueKind.Object && r.EnumerateObject().All(p => DraftLabels.Contains(p.Name)));

    private static void ReadDraft(JsonElement json, Readings into, List<SenmlRecord> records)
    {
        var bases = new SenmlRecord();
        foreach (JsonProperty p in json.EnumerateObject().Where(p => p.Name is "bn" or "bt" or "bu"))
        {
            if (Set(bases, p.Name, p.Value))
                continue;
            into.Refuse("senml.record", $"the base field {p.Name} is of the wrong kind");
            return;
        }

        records.Add(bases);
        foreach (JsonElement item in json.GetProperty("e").EnumerateArray())
        {
            if (ReadRecord(item, label => label switch { "sv" => "vs", "bv" => "vb", _ => label }) is { } record)
                records.Add(record);
            else
                into.Refuse("senml.record", "a record has a value of the wrong kind");
        }
    }

    private static SenmlRecord? ReadRecord(JsonElement item, Func<string, string>? rename = null)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return null;
        var record = new SenmlRecord();
        foreach (JsonProperty p in item.EnumerateObject())
        {
            if (!Set(record, rename?.Invoke(p.Name) ?? p.Name, p.Value))
                return null;
        }

        return record;
    }

    private static bool Set(SenmlRecord record, string label, JsonElement value) => label switch
    {
        "bn" => (record.BaseName = Word(value)) is not null,
        "n" => (record.Name = Word(value)) is not null,
        "bu" => (record.BaseUnit = Word(value)) is not null,
        "u" => (record.Unit = Word(value)) is not null,
        "vs" => (record.Text = Word(value)) is not null,
        "vd" => (record.Data = Word(value)) is not null,
        "vb" => (record.State = value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null }) is not null,
        "bt" => (record.BaseTime = Exact(value)) is not null,
        "t" => (record.Time = Exact(value)) is not null,
        "bv" => (record.BaseValue = Real(value)) is not null,
        "bs" => (record.BaseSum = Real(value)) is not null,
        "v" => (record.Value = Real(value)) is not null,
        "s" => (record.Sum = Real(value)) is not null,
        "bver" => (record.BaseVersion = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long v) ? v : null) is not null,
        _ => true,
    };

    private static string? Word(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.Text() : null;

    private static decimal? Exact(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal v) && Math.Abs(v) < 1e15m ? v : null;

    private static double? Real(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double v) && double.IsFinite(v) ? v : null;
}
