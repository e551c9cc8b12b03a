using System.Globalization;
using System.Text.Json;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A reading of a detector, numbered.</summary>
/// <param name="Time">When, in epoch milliseconds.</param>
/// <param name="Number">The device's own number.</param>
/// <param name="Ppm">H2S.</param>
internal readonly record struct Reading(long Time, int Number, double Ppm)
{
    /// <summary>The message of the native format.</summary>
    public string Message => string.Create(CultureInfo.InvariantCulture, $$$"""{"ts":{{{Time}}},"seq":{{{Number}}},"v":{"h2s":{{{Ppm}}}}}""");
}

/// <summary>Reads back what the product kept.</summary>
internal static class Kept
{
    // The API thins a window to its extremes in each slice; with a slice no longer than the interval nothing is thinned.
    private const int Slices = 5000;

    /// <summary>Time (epoch ms) and value of every sample of a point in a window, none left out.</summary>
    /// <param name="api">A session.</param>
    /// <param name="point">The point.</param>
    /// <param name="from">First instant, epoch ms.</param>
    /// <param name="to">First instant no longer asked for, epoch ms.</param>
    /// <param name="interval">Least time between two samples, ms.</param>
    public static async Task<List<(long Time, double Value)>> SamplesAsync(Api api, int point, long from, long to, long interval)
    {
        var samples = new List<(long, double)>();
        for (long start = from; start < to; start += Slices * interval)
        {
            long end = Math.Min(to, start + Slices * interval);
            JsonElement chart = await api.GetAsync($"points/{point}/samples?from={Iso(start)}&to={Iso(end)}&points={Slices}").ConfigureAwait(false);
            samples.AddRange(chart.GetProperty("samples").EnumerateArray()
                .Select(s => (s.GetProperty("t").GetDateTimeOffset().ToUnixTimeMilliseconds(), s.GetProperty("v").GetDouble())));
        }

        return samples;
    }

    private static string Iso(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
