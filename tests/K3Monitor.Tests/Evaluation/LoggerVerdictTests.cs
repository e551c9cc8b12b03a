using System.Text.Json;
using K3Monitor.App.Tests.Support;

namespace K3Monitor.App.Tests.Evaluation;

/// <summary>Loggers' files with a worked answer.</summary>
public sealed class LoggerVerdictTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    // A dosimeter's minutes of a night in Jayapura: 88 dB(A) are permitted for 4 h and 79 for 32 h, so that four hours of each are
    // 100 % + 12.5 %. The shift is one exposure, though it lies in two days.
    [Fact]
    public async Task A_dosimeters_night_in_the_east_is_one_dose()
    {
        var start = new DateTime(2026, 11, 24, 22, 0, 0);
        string file = folder.Write("night.csv", string.Join('\n', Enumerable.Range(0, 480)
            .Select(m => $"{start.AddMinutes(m):yyyy-MM-dd HH:mm},{(m < 240 ? 88 : 79)}").Prepend("time,sound.laeq [dB(A)]")));

        JsonElement verdict = await JudgedAsync("noise-dose-8h", "--input", file, "--zone", "Asia/Jayapura", "--shift", "22:00-06:00");

        Assert.Equal("exceeded", verdict.GetProperty("verdict").GetString());
        Assert.Equal(112.5, verdict.GetProperty("exposure").GetProperty("value").GetDouble(), 6);
        Assert.Equal(("2026-11-24T13:00:00Z", "2026-11-24T21:00:00Z"), (verdict.GetProperty("from").GetString(), verdict.GetProperty("to").GetString()));
    }

    // 1 m/s² for half of the shift, by the column that tells when the seat was in use: A(8) = √½ (ISO 2631-1).
    [Fact]
    public async Task A_column_of_use_tells_the_time_in_the_seat()
    {
        var start = new DateTime(2026, 11, 24, 8, 0, 0);
        string file = folder.Write("seat.csv", string.Join('\n', Enumerable.Range(0, 480)
            .Select(m => $"{start.AddMinutes(m):yyyy-MM-dd HH:mm},1,{(m < 240 ? 100 : 0)}").Prepend("time,vibration.whole-body,work.use")));

        JsonElement verdict = await JudgedAsync("whole-body-daily", "--input", file, "--zone", "Asia/Jakarta", "--shift", "08:00-16:00");

        Assert.Equal("within", verdict.GetProperty("verdict").GetString());
        Assert.Equal(Math.Sqrt(0.5), verdict.GetProperty("exposure").GetProperty("value").GetDouble(), 9);
    }

    private static async Task<JsonElement> JudgedAsync(string limit, params string[] rest)
    {
        Command command = await Command.RunAsync(["evaluate", "--pack", "id.permenaker-5-2018", "--limit", limit, "--format", "json", .. rest]);
        Assert.Equal((0, ""), (command.Code, command.Error));
        return JsonDocument.Parse(command.Output).RootElement.GetProperty("verdicts").EnumerateArray().Single(v => v.GetProperty("shift").ValueKind == JsonValueKind.String);
    }
}
