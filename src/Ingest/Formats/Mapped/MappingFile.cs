using System.Globalization;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Inspection.SiteFiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace K3Monitor.Ingest.Formats.Mapped;

/// <summary>Reads a mapping file; see <c>docs/formats/mapped-json.md</c>.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class MappingFile
{
    /// <summary>Whether the text has the key <c>mappings</c> at its top, and so is meant to be a mapping file.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n').Any(l => l.TrimEnd().StartsWith("mappings:", StringComparison.Ordinal));
    }

    /// <summary>The mappings, or every fault at once; nothing throws on bad input.</summary>
    /// <param name="text">The file as text.</param>
    /// <param name="file">Its name, as the faults shall call it.</param>
    public static (MappingSet? Mappings, IReadOnlyList<SiteFault> Faults) Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var faults = new FaultList(file);
        if (Root(text, faults) is not { } root)
            return (null, faults.InOrder);
        var place = new YamlPlace(root, "", faults);
        MappedJsonFormat[] formats = [.. place.List("mappings").Select(ReadMapping).OfType<Mapping>().Select(m => new MappedJsonFormat(m))];
        place.NothingElse();
        return faults.Any ? (null, faults.InOrder) : (new MappingSet(formats), []);
    }

    private static YamlNode? Root(string text, FaultList faults)
    {
        try
        {
            if (YamlDepth.TooDeepAt(text) is { } line)
            {
                faults.Add(line, "", $"is nested deeper than {YamlDepth.Most} levels");
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
                return stream.Documents[0].RootNode;
            faults.Add(0, "", "must hold one document");
        }
        catch (YamlException e)
        {
            faults.Add(e.Start.Line, "", e.Message);
        }

        return null;
    }

    private static Mapping? ReadMapping(YamlPlace place)
    {
        string? name = place.Required("name", Spellings.Name, Spellings.NameRule);
        string? topic = place.Required("topic", t => TopicFilter.IsValid(t) ? t : null, "a topic filter such as plant/+/gas");
        Template? device = place.Required("device", Template.Parse, "text with {level} or {/pointer}");
        var match = place.List("match").Select(ReadMatch).ToList();
        JsonPointer? each = Pointer(place, "each");
        MappedTime? time = place.Optional("time", ReadTime);
        JsonPointer? sequence = Pointer(place, "sequence");
        IReadOnlyList<YamlPlace> entries = place.List("values");
        MappedValue?[] values = [.. entries.Select(ReadValue)];
        if (values.Length == 0)
            place.Fault("values", "must list at least one value");
        place.NothingElse();
        return name is null || topic is null || device is null || values.Contains(null) || match.Any(m => m.Path is null) ? null
            : new Mapping(name, topic, [.. match.Select(m => (m.Path!, m.Value))], device, each, time, sequence, [.. values.OfType<MappedValue>()]);
    }

    private static (JsonPointer? Path, string Value) ReadMatch(YamlPlace place)
    {
        JsonPointer? path = place.Required("path", JsonPointer.Parse, PointerRule);
        string value = place.Required("value", t => t, "text") ?? "";
        place.NothingElse();
        return (path, value);
    }

    private static MappedTime? ReadTime(YamlPlace place)
    {
        JsonPointer? path = place.Required("path", JsonPointer.Parse, PointerRule);
        TimeKind kind = place.OptionalValue("kind", Kind, "auto, s, ms, us, ns or text") ?? TimeKind.Auto;
        string? zone = place.Optional("zone") is { } given ? Spellings.Zone(given) : null;
        if (place.Optional("zone") is not null && zone is null)
            place.Fault("zone", "must be an IANA zone such as Asia/Jakarta");
        TimeSource clock = place.OptionalValue("clock", Clock, "device or gateway") ?? TimeSource.Device;
        place.NothingElse();
        return path is null ? null : new MappedTime(path, kind, zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone), clock);
    }

    private static MappedValue? ReadValue(YamlPlace place)
    {
        Template? channel = place.Required("channel", Template.Parse, "text with {level} or {/pointer}");
        JsonPointer? path = place.Required("path", JsonPointer.Parse, PointerRule);
        Template? unit = place.Optional("unit") is { } text ? Template.Parse(text) : null;
        double scale = place.Number("scale", -1e12, 1e12) ?? 1;
        double offset = place.Number("offset", -1e12, 1e12) ?? 0;
        var rules = new ValueRules { NumbersOnly = (place.OptionalValue("numbers_only", Spellings.Bool, "true or false") ?? true), OnOff = true, Sentinels = Numbers(place, "sentinels") };
        double? over = place.Number("over_range", -1e12, 1e12);
        double? under = place.Number("under_range", -1e12, 1e12);
        MappedQuality? quality = place.Optional("quality", ReadQuality);
        place.NothingElse();
        return channel is null || path is null ? null : new MappedValue(channel, path, unit, scale, offset, over, under, rules, quality);
    }

    private static MappedQuality? ReadQuality(YamlPlace place)
    {
        JsonPointer? path = place.Required("path", JsonPointer.Parse, PointerRule);
        var good = place.Texts("good").ToHashSet(StringComparer.Ordinal);
        var bad = place.Texts("bad").ToHashSet(StringComparer.Ordinal);
        place.NothingElse();
        return path is null ? null : new MappedQuality(path, good, bad);
    }

    private static double[] Numbers(YamlPlace place, string key)
    {
        var numbers = new List<double>();
        foreach (string text in place.Texts(key))
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
                numbers.Add(number);
            else
                place.Fault(key, $"'{text}' is not a number");
        }

        return [.. numbers];
    }

    private const string PointerRule = "a JSON Pointer such as /data/co, or ^/ts from the message within a list";

    private static JsonPointer? Pointer(YamlPlace place, string key)
    {
        if (place.Optional(key) is not { } text)
            return null;
        JsonPointer? pointer = JsonPointer.Parse(text);
        if (pointer is null)
            place.Fault(key, PointerRule);
        return pointer;
    }

    private static TimeKind? Kind(string text) => text switch
    {
        "auto" => TimeKind.Auto,
        "s" => TimeKind.Seconds,
        "ms" => TimeKind.Milliseconds,
        "us" => TimeKind.Microseconds,
        "ns" => TimeKind.Nanoseconds,
        "text" => TimeKind.Text,
        _ => null,
    };

    private static TimeSource? Clock(string text) => text switch { "device" => TimeSource.Device, "gateway" => TimeSource.Gateway, _ => null };
}
