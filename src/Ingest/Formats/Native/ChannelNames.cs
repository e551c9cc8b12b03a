using System.Collections.Concurrent;
using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Native;

/// <summary>
/// Gives the same string for the same name, so that a hundred thousand messages a second do not make as many strings.
/// Bounded: beyond the bound a name is simply made anew.
/// </summary>
internal static class ChannelNames
{
    private const int Bound = 10_000;
    private const int Longest = 64;
    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Get(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueSpan.Length > Longest)
            return reader.GetString()!;
        Span<char> text = stackalloc char[Longest];
        text = text[..reader.CopyString(text)];
        if (Lookup.TryGetValue(text, out string? known))
            return known;
        string name = text.ToString();
        if (Known.Count < Bound)
            Known.TryAdd(name, name);
        return name;
    }
}
