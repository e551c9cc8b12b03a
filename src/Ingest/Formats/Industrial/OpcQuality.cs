using System.Text.Json;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.Industrial;

/// <summary>Qualities of OPC: classic (192 good, 64 uncertain, 0 bad) and UA status codes, whose two highest bits say the same.</summary>
internal static class OpcQuality
{
    public static SampleFlags Classic(long quality) => (quality & 0xC0) switch { 0xC0 => SampleFlags.None, 0x40 => SampleFlags.Uncertain, _ => SampleFlags.Bad };

    public static SampleFlags Ua(long code) => ((uint)code >> 30) switch { 0 => SampleFlags.None, 1 => SampleFlags.Uncertain, _ => SampleFlags.Bad };

    /// <summary>The code of a status: a number, or an object with one; 0 when absent.</summary>
    public static long Code(JsonElement holder, string member) => holder.Whole(member) ?? holder.Inner(member)?.Whole("Code") ?? 0;
}
