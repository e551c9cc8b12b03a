using System.Globalization;
using System.Text.Json;
using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests;

/// <summary>A logger's file that is imported comes to what <c>evaluate</c> says of it, once, and marked as imported.</summary>
public sealed class ImportEqualsEvaluateTests
{
    [Fact]
    public async Task An_imported_week_old_shift_has_the_incidents_that_its_file_is_judged_to_have_and_its_samples_once()
    {
        DateTimeOffset start = TimeProvider.System.GetUtcNow().AddDays(-7);
        using var scratch = new Scratch();
        Plant plant = await Plant.MakeAsync(scratch, start);
        long first = start.AddMinutes(30).ToUnixTimeSeconds();
        const int Seconds = 3600;
        string csv = scratch.Write("h2s.csv", string.Join('\n', Enumerable.Range(0, Seconds).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(first + i) * 1000},{(i is >= 600 and < 1800 ? 6 + (i % 11) : 0.3)}")).Prepend("time,gas.h2s")));
        using JsonDocument judged = JsonDocument.Parse((await Programs.RunAsync("evaluate", "--input", csv, "--site", plant.SiteFile, "--format", "json")).Succeeded());
        List<string> expected = [.. judged.RootElement.GetProperty("verdicts").EnumerateArray()
            .Where(v => v.GetProperty("verdict").GetString() == "exceeded" && v.GetProperty("limit").GetString()!.Contains("h2s", StringComparison.Ordinal))
            .Select(v => $"{v.GetProperty("limit").GetString()} {v.GetProperty("occurrences").GetArrayLength()}").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(expected);

        string[] import = ["import", csv, "--site", Plant.Site, "--data", plant.Data, "--apply"];
        (await Programs.RunAsync(import)).Succeeded();
        (await Programs.RunAsync([.. import, "--again"])).Succeeded();
        await using ProductProcess product = await ProductProcess.RunAsync(plant.Data, Ports.Free());
        using Api api = await Plant.SignInAsync(product);
        await Until.TrueAsync("the incidents are those of the file", TimeSpan.FromSeconds(120), async () =>
        {
            var found = new List<string>();
            foreach (JsonElement row in (await api.AllAsync("incidents")).Where(i => i.GetProperty("limit").GetString()!.Contains("h2s", StringComparison.Ordinal)))
            {
                JsonElement incident = await api.GetAsync($"incidents/{row.GetProperty("id").GetInt32()}");
                bool marked = row.GetProperty("foundLate").GetBoolean() && !row.GetProperty("active").GetBoolean() && incident.GetProperty("verdict").GetRawText().Contains("mported", StringComparison.Ordinal);
                found.Add(marked ? $"{row.GetProperty("limit").GetString()} {incident.GetProperty("occurrences").GetArrayLength()}" : "not marked");
            }

            return found.Order(StringComparer.Ordinal).SequenceEqual(expected);
        }, () => product.Said);
        string stored = await api.TextAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/points/1/samples?from={start.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&to={start.AddHours(3).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}&format=csv"));
        Assert.Equal(Seconds, stored.Split('\n').Count(l => l.Contains("Imported", StringComparison.Ordinal)));
    }
}
