using System.Buffers;
using System.Globalization;
using System.Text.Json;
using K3Monitor.Ingest.Formats;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Normalising.Values;

/// <summary>The general rules by which a value of a message becomes a number, a state, a word, or missing. Pure.</summary>
internal static class ValueReader
{
    private const double LastExactInteger = 9007199254740992;
    private const double HottestCelsius = 2000;

    private static readonly HashSet<string> NoReading = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "null", "nil", "none", "nan", "-nan", "inf", "-inf", "+inf", "infinity", "-infinity", "n/a", "na", "n.a.", "unavailable", "unknown", "undefined",
        "error", "err", "fault", "fail", "failed", "invalid", "no data", "no reading", "not available", "nodata", "offline", "disconnected", "#n/a", "?",
    };

    private static readonly SearchValues<char> Dashes = SearchValues.Create("-.–—*_ ");

    /// <summary>Reads a JSON value.</summary>
    public static ReadValue Read(JsonElement value, string channel, ValueRules rules) => value.ValueKind switch
    {
        JsonValueKind.Number => Number(value, channel, rules),
        JsonValueKind.String => value.Text() is { } text ? Read(text, channel, rules) : ReadValue.Refuse("the text is not valid UTF-16"),
        JsonValueKind.True => new ReadValue(Scalar.Of(true)),
        JsonValueKind.False => new ReadValue(Scalar.Of(false)),
        JsonValueKind.Null => ReadValue.Missing("value.missing: null"),
        _ => ReadValue.Refuse($"a value is expected, not {value.ValueKind}"),
    };

    /// <summary>Reads text.</summary>
    public static ReadValue Read(string text, string channel, ValueRules rules)
    {
        string trimmed = text.Trim();
        if (IsNoReading(trimmed))
            return ReadValue.Missing($"value.missing: \"{trimmed}\"");
        if (State(trimmed, rules) is { } state)
            return new ReadValue(Scalar.Of(state));
        switch (NumberText.Read(trimmed, out double number))
        {
            case NumberKind.Number:
                return Finite(number, trimmed, channel, rules);
            case NumberKind.Ambiguous:
                return ReadValue.Refuse($"'{trimmed}' may have a decimal comma or separated thousands");
            case NumberKind.TooLarge:
                return ReadValue.Refuse("the number is too large");
        }

        if (WithUnit(trimmed, channel, rules) is { } measured)
            return measured;
        return rules.NumbersOnly
            ? ReadValue.Refuse($"'{(trimmed.Length > 40 ? trimmed[..40] : trimmed)}' is not a number")
            : new ReadValue(Scalar.Of(text), SampleFlags.None, "value.text: kept as a word");
    }

    /// <summary>Whether a text says in words or dashes that there is no reading; an empty one does.</summary>
    public static bool IsNoReading(string trimmed) => NoReading.Contains(trimmed) || !trimmed.AsSpan().ContainsAnyExcept(Dashes);

    /// <summary>A number that is already one, by the same rules.</summary>
    public static ReadValue Finite(double number, string? written, string channel, ValueRules rules)
    {
        if (!double.IsFinite(number))
            return ReadValue.Missing("value.not-a-number: NaN or infinite");
        if (Sentinels.Match(rules.IsRaw ? "" : channel, number, rules.Sentinels) is { } sentinel)
            return ReadValue.Missing(sentinel);
        if (rules.CelsiusKnown && ChannelWords.IsTemperature(channel) && number is < -273.15 or > HottestCelsius)
            return ReadValue.Refuse(FormattableString.Invariant($"{number} cannot be a temperature in °C"));
        if (written is not null && Math.Abs(number) >= LastExactInteger && written.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
            return new ReadValue(Scalar.Of(written), SampleFlags.None, "value.text: beyond 2^53, kept as written");
        return new ReadValue(Scalar.Of(Float32.Narrow(number)));
    }

    /// <summary>A number that was scaled after it had been read raw: missing when it is a shipped sentinel now.</summary>
    public static ReadValue Scaled(ReadValue raw, double scaled, string channel) =>
        Sentinels.Match(channel, scaled, []) is { } sentinel ? ReadValue.Missing(sentinel) : raw with { Value = Scalar.Of(scaled) };

    private static ReadValue Number(JsonElement value, string channel, ValueRules rules) =>
        value.TryGetDouble(out double number) && double.IsFinite(number)
            ? Finite(number, value.GetRawText(), channel, rules)
            : ReadValue.Refuse("the number is too large");

    private static bool? State(string text, ValueRules rules) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
        : rules.OnOff && text.Equals("on", StringComparison.OrdinalIgnoreCase) ? true
        : rules.OnOff && text.Equals("off", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    private static ReadValue? WithUnit(string text, string channel, ValueRules rules)
    {
        if (text.Length > 100)
            return null;
        int end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        while (end > 0 && end < text.Length && text[end - 1] is >= '0' and <= '9' && NumberText.Read(text.AsSpan(0, end), out _) != NumberKind.Number)
            end = text.AsSpan(0, end - 1).LastIndexOfAnyInRange('0', '9') + 1;
        if (end <= 0 || end >= text.Length || NumberText.Read(text.AsSpan(0, end), out double number) != NumberKind.Number)
            return null;
        string unit = text[end..].Trim();
        return UnitCatalogue.TryFind(unit, out _) ? Finite(number, text[..end], channel, rules) with { Unit = unit } : null;
    }
}

/// <summary>
/// A device that measures with 32 bits and a library that prints 64 gives <c>20.899999618530273</c> for 20.9. A number that is
/// exactly a 32-bit one, and is written with fewer digits so, is shown as the shortest text that gives the same 32 bits.
/// </summary>
internal static class Float32
{
    public static double Narrow(double number)
    {
        float narrow = (float)number;
        if (!float.IsFinite(narrow) || narrow != number || number == Math.Truncate(number))
            return number;
        return double.Parse(narrow.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
