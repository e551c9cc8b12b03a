using System.Globalization;
using System.Text;
using System.Text.Json;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Formats;

/// <summary>A row of <c>data/field/INDEX.json</c> with its payload.</summary>
internal sealed record FieldPayload(string File, string Topic, string Verdict, IReadOnlyList<JsonElement> Expected, byte[] Bytes)
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "field");

    public static IReadOnlyList<FieldPayload> All { get; } = [.. JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, "INDEX.json"))).RootElement.EnumerateArray().Select(Read)];

    public static FieldPayload Of(string file) => All.Single(p => p.File.StartsWith(file, StringComparison.Ordinal));

    public IReadOnlyList<DecodeRow> Decode(DecodeOptions options, Instant received, string? topic = null) =>
        [.. (MessageCapture.Read(Bytes) ?? [new CapturedMessage(topic ?? Topic, Bytes)]).SelectMany(m => MessageDecoder.Decode(m.Topic, m.Payload, received, null, options))];

    private static FieldPayload Read(JsonElement row)
    {
        string file = row.GetProperty("file").GetString()!;
        byte[] bytes = System.IO.File.ReadAllBytes(Path.Combine(Folder, file));
        if (row.GetProperty("encoding").GetString() == "base64")
            bytes = Convert.FromBase64String(Encoding.ASCII.GetString(bytes));
        return new FieldPayload(file, row.GetProperty("topic").GetString()!, row.GetProperty("verdict").GetString()!, [.. row.GetProperty("expect").EnumerateArray()], bytes);
    }
}

/// <summary>What a row expects of one value, compared as the file means it: its texts carry remarks.</summary>
internal sealed record ExpectedValue(string Measurand, object? Value, string? Unit, Instant? Time)
{
    // What the index knows from elsewhere and the message does not say: see docs/field-payloads.md.
    private static readonly string[] UnitElsewhere = ["from config only", "no unit in key", "kWh?", "never 1.016"];

    public static ExpectedValue Of(JsonElement e)
    {
        JsonElement value = e.GetProperty("value");
        object? expected = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        string unit = e.GetProperty("unit").GetString()!.Split(' ', '(')[0].TrimEnd(';', ',', '?');
        bool known = UnitCatalogue.TryFind(e.GetProperty("unit").GetString()!.Split(' ', ';')[0].TrimEnd('?'), out Unit? found) || UnitCatalogue.TryFind(unit, out found);
        known &= !UnitElsewhere.Any(w => e.GetProperty("unit").GetString()!.Contains(w, StringComparison.Ordinal));
        string time = e.GetProperty("time").GetString()!.Split(' ')[0];
        bool timed = time.EndsWith('Z') && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        return new ExpectedValue(e.GetProperty("measurand").GetString()!, expected, known ? found!.Symbol : null,
            timed ? Instant.FromDateTimeOffset(DateTimeOffset.Parse(time.Length > 28 ? time[..27] + "Z" : time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)) : null);
    }

    public bool IsMetBy(DecodeRow row) =>
        row.Status is "sample" or "metadata" && SameValue(row.Value) && SameName(row.Channel ?? "")
        && (Unit is null || row.Unit == Unit) && (Time is not { } time || row.Time == time);

    private bool SameValue(object? value) => (Value, value) switch
    {
        (null, null) => true,
        (double e, double v) => Math.Abs(e - v) <= 1e-6 * Math.Max(1, Math.Abs(e)),
        (bool e, bool v) => e == v,
        (string e, string v) => e.Split(" <")[0] == v.Split(" <")[0],
        (string e, double v) => double.TryParse(e, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number.Equals(v),
        _ => false,
    };

    private bool SameName(string channel)
    {
        string wanted = Letters(Measurand.Split('(')[0]);
        string got = Letters(channel);
        return Measurand == "all" || got.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(got, StringComparison.Ordinal);
    }

    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
