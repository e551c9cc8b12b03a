using System.Globalization;
using System.Text;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.InfluxLines;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace K3Monitor.Ingest.Doors;

/// <summary>
/// <c>/api/v2/write</c> and <c>/write</c> as InfluxDB 2 and 1.8 answer them, so that Telegraf and clients of InfluxDB write here unchanged.
/// Good lines are kept beside bad ones. What no device of ours claims is in quarantine and is no fault of the client.
/// </summary>
internal sealed class InfluxDoor(DoorDesk desk, FieldIntake intake, FieldDoors doors, TimeProvider time)
{
    /// <summary>What clients are told that they speak to: the interface is that of 1.8.</summary>
    public const string Version = "1.8.10";

    private static readonly Dictionary<string, decimal> PerSecond = new(StringComparer.Ordinal)
    {
        [""] = 1_000_000_000,
        ["n"] = 1_000_000_000,
        ["ns"] = 1_000_000_000,
        ["u"] = 1_000_000,
        ["us"] = 1_000_000,
        ["µ"] = 1_000_000,
        ["ms"] = 1_000,
        ["s"] = 1,
        ["m"] = 1 / 60m,
        ["h"] = 1 / 3600m,
    };

    public Task WriteTwoAsync(HttpContext http) => WriteAsync(http, "bucket", (status, _, message) => TypedResults.Json(new { code = CodeOf(status), message }, statusCode: status));

    public Task WriteOneAsync(HttpContext http) => WriteAsync(http, "db", (status, _, message) => TypedResults.Json(new { error = message }, statusCode: status));

    /// <summary><c>/query</c>: the one statement that Telegraf's output for 1.x begins with; there is nothing to be made.</summary>
    public async Task QueryAsync(HttpContext http)
    {
        IResult? answer = null;
        DoorRefusal? refusal = await desk.AdmitAsync(http, guest =>
        {
            string query = http.Request.Query["q"].ToString() is { Length: > 0 } given ? given : Form(guest.Body);
            answer = query.TrimStart().StartsWith("CREATE DATABASE", StringComparison.OrdinalIgnoreCase)
                ? TypedResults.Json(new { results = new[] { new { statement_id = 0 } } })
                : TypedResults.Json(new { error = "this interface takes writes; of queries it knows CREATE DATABASE only" }, statusCode: StatusCodes.Status400BadRequest);
            return Task.FromResult<DoorRefusal?>(null);
        }).ConfigureAwait(false);
        Sign(http);
        await (refusal is null ? answer! : Refused(http, refusal, (status, _, message) => TypedResults.Json(new { error = message }, statusCode: status))).ExecuteAsync(http).ConfigureAwait(false);
    }

    /// <summary><c>/ping</c>.</summary>
    public static Task PingAsync(HttpContext http)
    {
        Sign(http);
        return (http.Request.Query["verbose"].ToString() is "true" or "1" ? (IResult)TypedResults.Json(new { version = Version }) : TypedResults.NoContent()).ExecuteAsync(http);
    }

    /// <summary><c>/health</c> for a program that asks as InfluxDB's clients do.</summary>
    public static Task HealthAsync(HttpContext http)
    {
        Sign(http);
        return TypedResults.Json(new { name = "influxdb", message = "ready for queries and writes", status = "pass", checks = Array.Empty<string>(), version = Version }).ExecuteAsync(http);
    }

    private async Task WriteAsync(HttpContext http, string placeKey, Func<int, string, string, IResult> say)
    {
        IResult? answer = null;
        DoorRefusal? refusal = await desk.AdmitAsync(http, async guest =>
        {
            if (!PerSecond.TryGetValue(http.Request.Query["precision"].ToString(), out decimal perSecond))
                return new DoorRefusal(StatusCodes.Status400BadRequest, "invalid", "invalid precision; known are ns, us, ms, s, and of 1.x n, u, m, h");
            if (PayloadText.Read(guest.Body) is not { } text)
                return new DoorRefusal(StatusCodes.Status400BadRequest, "invalid", "the body is not text in UTF-8");
            (Task durable, int refused, LineBody lines) = Take(guest, text, "influx/" + http.Request.Query[placeKey], perSecond);
            if (await desk.DurableAsync(durable).ConfigureAwait(false) is { } notStored)
                return notStored;
            http.Response.Headers["X-K3-Quarantined"] = refused.ToString(CultureInfo.InvariantCulture);
            answer = lines.FirstFault is { } fault
                ? say(StatusCodes.Status400BadRequest, "invalid", FormattableString.Invariant($"partial write: {fault} dropped={lines.BadLines}"))
                : TypedResults.NoContent();
            return null;
        }).ConfigureAwait(false);
        Sign(http);
        await (refusal is null ? answer! : Refused(http, refusal, say)).ExecuteAsync(http).ConfigureAwait(false);
    }

    private (Task Durable, int Refused, LineBody Lines) Take(DoorGuest guest, string text, string topic, decimal perSecond)
    {
        Instant received = Instant.Now(time);
        FieldOrigin origin = doors.OfDevice(guest.Device) with { Fixed = new InfluxLineFormat(perSecond) };
        LineBody lines = LineBody.Read(text);
        string place = topic.Length <= 200 ? topic : topic[..200];
        var parts = new List<FieldTaken>();
        parts.AddRange(lines.Good.Select(part => intake.Take(guest.Topology, origin, place, Encoding.UTF8.GetBytes(part), received)));
        parts.AddRange(lines.Bad.Select(part => intake.Refuse(origin, place, Encoding.UTF8.GetBytes(part), received, new Refusal("line.malformed", $"bad lines, the first of the body: {lines.FirstFault}"))));
        return (Task.WhenAll(parts.Select(p => p.Durable)), parts.Sum(p => p.Refusals.Count), lines);
    }

    private static IResult Refused(HttpContext http, DoorRefusal refusal, Func<int, string, string, IResult> say)
    {
        if (refusal.AskAgain is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"K3Monitor\"";
        http.Response.Headers["X-Influxdb-Error"] = refusal.Why;
        return say(refusal.Status, refusal.Code, refusal.Why);
    }

    /// <summary>The codes of InfluxDB 2 (its API reference, "Error").</summary>
    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status413PayloadTooLarge => "request too large",
        StatusCodes.Status429TooManyRequests => "too many requests",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        _ => "invalid",
    };

    private static string Form(byte[] body) =>
        QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).TryGetValue("q", out StringValues query) ? query.ToString() : "";

    private static void Sign(HttpContext http)
    {
        http.Response.Headers["X-Influxdb-Version"] = Version;
        http.Response.Headers["X-Influxdb-Build"] = "K3Monitor";
    }
}
