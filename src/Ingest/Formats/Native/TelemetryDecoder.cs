using System.Globalization;
using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Native;

/// <summary>
/// Decodes <c>{"ts":…,"seq":…,"v":{…},"q":{…}}</c> or an array of such. JSON that is malformed anywhere refuses the
/// message; an entry or a value that is wrong refuses only itself.
/// </summary>
internal sealed class TelemetryDecoder(Decoded into, Instant received)
{
    private const int MaxEntries = 1000;
    private const int MaxValues = 200;
    private const int MaxDepth = 8;

    private readonly List<(string Channel, double Value)> values = [];
    private readonly List<(string Channel, SampleFlags Flags)> words = [];
    private int entry;

    public void Decode(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith("\uFEFF"u8))
        {
            into.Refuse(new Refusal("json.byte-order-mark", "the payload begins with a byte order mark"));
            return;
        }

        var reader = new Utf8JsonReader(payload, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            ReadMessage(ref reader);

            // Whatever follows the message makes this throw.
            reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter is text that is not valid UTF-8, which shows only when it is read.
            into.Clear();
            into.Refuse(new Refusal("json.malformed", string.Create(CultureInfo.InvariantCulture, $"at byte {reader.BytesConsumed}: {e.Message}")));
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            throw new JsonException("the payload is empty");
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadEntry(ref reader);
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Refuse("message.shape", $"an object or an array of objects is expected, not {reader.TokenType}", null);
            return;
        }

        for (entry = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; entry++)
        {
            if (entry >= MaxEntries)
            {
                Refuse("message.too-many-entries", string.Create(CultureInfo.InvariantCulture, $"entries beyond {MaxEntries} are not read"), null);
                SkipRest(ref reader);
                return;
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadEntry(ref reader);
                continue;
            }

            Refuse("entry.shape", $"an object is expected, not {reader.TokenType}", null);
            reader.Skip();
        }

        if (entry == 0)
            Refuse("message.empty", "the array has no entry", null);
    }

    private static void SkipRest(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        reader.Skip();
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth < depth))
            reader.Skip();
    }

    private void ReadEntry(ref Utf8JsonReader reader)
    {
        values.Clear();
        words.Clear();
        var head = new EntryHead();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadProperty(ref reader, ref head);
        if (head.Fault is { } fault)
        {
            Refuse(fault.Reason, fault.Detail, null);
            return;
        }

        if (!head.HasValues)
            Refuse("entry.no-values", "\"v\" is missing", null);
        else if (values.Count == 0 && !head.HadRefusedValue)
            Refuse("entry.no-values", "\"v\" is empty", null);
        foreach ((string channel, double value) in values)
            into.Values.Add(new DecodedValue(entry, channel, value, head.Time, head.Sequence, WordOf(channel)));
    }

    private void ReadProperty(ref Utf8JsonReader reader, ref EntryHead head)
    {
        string key = reader.GetString()!;
        reader.Read();
        if (!head.Seen(key))
        {
            head.Fail("json.duplicate-key", $"\"{key}\" stands twice");
            reader.Skip();
            return;
        }

        switch (key)
        {
            case "ts":
                ReadTime(ref reader, ref head);
                break;
            case "seq" when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long sequence) && sequence >= 0:
                head.Sequence = sequence;
                break;
            case "seq":
                head.Fail("seq.invalid", $"\"seq\" must be a whole number from 0, not {reader.TokenType}");
                break;
            case "v" when reader.TokenType == JsonTokenType.StartObject:
                head.HasValues = true;
                ReadValues(ref reader, ref head);
                return;
            case "q" when reader.TokenType == JsonTokenType.StartObject:
                ReadWords(ref reader, ref head);
                return;
            case "v" or "q":
                head.Fail("entry.shape", $"\"{key}\" must be an object, not {reader.TokenType}");
                break;
        }

        reader.Skip();
    }

    private void ReadTime(ref Utf8JsonReader reader, ref EntryHead head)
    {
        (Instant? time, string? fault) = DeviceTime.Read(ref reader, received);
        if (fault is not null)
            head.Fail("time.invalid", fault);
        head.Time = time;
    }

    private void ReadValues(ref Utf8JsonReader reader, ref EntryHead head)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string channel = ChannelNames.Get(ref reader);
            reader.Read();
            string? fault = null;
            double value = 0;
            if (channel.Length is 0 or > 64)
                fault = "a channel's name has 1 to 64 characters";
            else if (values.Count >= MaxValues)
                fault = string.Create(CultureInfo.InvariantCulture, $"an entry has at most {MaxValues} values");
            else if (reader.TokenType != JsonTokenType.Number)
                fault = $"a number is expected, not {reader.TokenType}";
            else if (!reader.TryGetDouble(out value) || !double.IsFinite(value))
                fault = "the number is too large";
            else if (values.Exists(v => v.Channel == channel))
                fault = "the channel stands twice";
            if (fault is null)
            {
                values.Add((channel, value));
                continue;
            }

            head.HadRefusedValue = true;
            Refuse("value.invalid", $"v.{Short(channel)}: {fault}", channel);
            reader.Skip();
        }
    }

    private void ReadWords(ref Utf8JsonReader reader, ref EntryHead head)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string channel = ChannelNames.Get(ref reader);
            reader.Read();
            SampleFlags? flags = reader.TokenType != JsonTokenType.String ? null
                : reader.ValueTextEquals("good"u8) ? SampleFlags.None
                : reader.ValueTextEquals("uncertain"u8) ? SampleFlags.Uncertain
                : reader.ValueTextEquals("bad"u8) ? SampleFlags.Bad
                : null;
            if (flags is { } known)
                words.Add((channel, known));
            else
                head.Fail("quality.unknown", $"q.{Short(channel)} must be \"good\", \"uncertain\" or \"bad\"");
            reader.Skip();
        }
    }

    private static string Short(string name) => name.Length <= 64 ? name : name[..64] + "…";

    private SampleFlags WordOf(string channel)
    {
        foreach ((string name, SampleFlags flags) in words)
        {
            if (name == channel)
                return flags;
        }

        return SampleFlags.None;
    }

    private void Refuse(string reason, string detail, string? channel) =>
        into.Refuse(new Refusal(reason, string.Create(CultureInfo.InvariantCulture, $"entry {entry}: {detail}"), channel));

    private record struct EntryHead()
    {
        private int seen;

        public Instant? Time { get; set; }

        public long Sequence { get; set; } = ChannelSample.NoSequence;

        public bool HasValues { get; set; }

        public bool HadRefusedValue { get; set; }

        public (string Reason, string Detail)? Fault { get; private set; }

        public void Fail(string reason, string detail) => Fault ??= (reason, detail);

        public bool Seen(string key)
        {
            int bit = key switch { "ts" => 1, "seq" => 2, "v" => 4, "q" => 8, _ => 0 };
            bool first = (seen & bit) == 0;
            seen |= bit;
            return first;
        }
    }
}
