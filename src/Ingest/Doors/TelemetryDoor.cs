using System.Globalization;
using System.Text.Json.Serialization;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Measurements;
using Microsoft.AspNetCore.Http;

namespace K3Monitor.Ingest.Doors;

/// <summary>A part of a message that was refused and is kept in quarantine.</summary>
/// <param name="Reason">Short stable code.</param>
/// <param name="Detail">Where and why, in English.</param>
/// <param name="Channel">The channel, when it is known.</param>
/// <param name="External">Name of the device as the message calls it, when nobody has claimed that name.</param>
public sealed record RefusedShape(
    [property: JsonPropertyName("reason")] string Reason, [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("channel")] string? Channel, [property: JsonPropertyName("external")] string? External);

/// <summary>What became of a message. It is durable, used or in quarantine: it must not be sent again.</summary>
/// <param name="Accepted">Samples that were taken.</param>
/// <param name="Refused">What was not, at most 33 parts.</param>
public sealed record TelemetryAnswer([property: JsonPropertyName("accepted")] int Accepted, [property: JsonPropertyName("refused")] IReadOnlyList<RefusedShape> Refused);

/// <summary><c>POST /api/v1/telemetry</c>: one message of any format, as the device would publish it.</summary>
internal sealed class TelemetryDoor(DoorDesk desk, DeviceMessages messages, MappingSet mappings, TimeProvider time)
{
    private const int LongestTopic = 1000;

    public async Task TakeAsync(HttpContext http)
    {
        TelemetryAnswer? answer = null;
        DoorRefusal? refusal = await desk.AdmitAsync(http, async guest =>
        {
            string topic = Stated(http, "topic", "X-K3-Topic") ?? NativeFormat.OwnTopics(guest.Device.Path) + "telemetry";
            string? format = Stated(http, "format", "X-K3-Format");
            if (Fault(topic, format) is { } fault)
                return fault;
            if (!DeviceMessages.IsOwn(guest.Device, topic) && !DeviceMessages.IsGranted(guest.Device, topic))
                return new DoorRefusal(StatusCodes.Status403Forbidden, "topic.foreign", $"'{guest.Device.Path}' may send below '{NativeFormat.OwnTopics(guest.Device.Path)}' and on the topics that it was granted only");
            FieldTaken taken = messages.Take(guest.Topology, guest.Device, topic, guest.Body, Instant.Now(time), format == FieldRules.Auto ? null : format);
            answer = new TelemetryAnswer(taken.Accepted, [.. taken.Refusals.Select(r => new RefusedShape(r.Reason, r.Detail, r.Channel, r.External))]);
            return await desk.DurableAsync(taken.Durable).ConfigureAwait(false);
        }).ConfigureAwait(false);
        IResult result = refusal is null
            ? TypedResults.Json(answer!, statusCode: answer is { Accepted: 0, Refused.Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK)
            : Problem(http, refusal);
        await result.ExecuteAsync(http).ConfigureAwait(false);
    }

    /// <summary>Problem details (RFC 9457) with the code, and when to send again.</summary>
    internal static IResult Problem(HttpContext http, DoorRefusal refusal)
    {
        if (refusal.AskAgain is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"K3Monitor\", Bearer";
        return TypedResults.Problem(statusCode: refusal.Status, title: refusal.Why, extensions: new Dictionary<string, object?> { ["code"] = refusal.Code });
    }

    private DoorRefusal? Fault(string topic, string? format)
    {
        if (topic.Length > LongestTopic || topic.Any(char.IsControl) || topic.AsSpan().IndexOfAny('+', '#') >= 0)
            return new DoorRefusal(StatusCodes.Status400BadRequest, "topic.invalid", "a topic has at most 1000 characters, none of + and #");
        return format is null or FieldRules.Auto || FormatCatalogue.Names.Contains(format) || mappings.Names.Contains(format)
            ? null
            : new DoorRefusal(StatusCodes.Status400BadRequest, "format.unknown", $"known formats are auto, {string.Join(", ", FormatCatalogue.Names.Concat(mappings.Names))}");
    }

    private static string? Stated(HttpContext http, string query, string header) =>
        http.Request.Query[query].ToString() is { Length: > 0 } asked ? asked : http.Request.Headers[header].ToString() is { Length: > 0 } given ? given : null;
}
