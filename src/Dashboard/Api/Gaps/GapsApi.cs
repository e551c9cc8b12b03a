using System.Globalization;
using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Gaps;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational.Gaps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api.Gaps;

/// <summary>Samples that never came, by cause.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Sensor">The device's message came without it, or only its other channels were heard.</param>
/// <param name="Path">Lost on the way, or nothing of the device or the site was heard.</param>
/// <param name="Own">This product could not receive.</param>
/// <param name="Unknown">Nothing tells.</param>
internal sealed record NeverShape(long Total, long Sensor, long Path, long Own, long Unknown)
{
    public static NeverShape Of(NeverCame n) => new(n.Total, n.Sensor, n.Path, n.Own, n.Unknown);
}

/// <summary>A channel on a day of its site.</summary>
/// <param name="Day">The day, in <paramref name="Zone"/>.</param>
/// <param name="Zone">The site's IANA zone.</param>
/// <param name="Device">Key of the device.</param>
/// <param name="ChannelId">Key of the channel.</param>
/// <param name="Channel">The device's name of it.</param>
/// <param name="Basis">By what the expected number is known.</param>
/// <param name="Estimated">Whether it is an estimate and no count.</param>
/// <param name="IntervalSeconds">The interval by which it was estimated.</param>
/// <param name="Expected">Samples that should have come; null where nothing tells.</param>
/// <param name="Received">Samples that came, each once.</param>
/// <param name="Late">Those of them that came long after they were measured.</param>
/// <param name="Never">Those that never came; null where nothing tells.</param>
/// <param name="Duplicates">Copies of what was there already; null for a day that began before the ledger did.</param>
/// <param name="Conflicts">Further values for an instant and number that had one.</param>
/// <param name="Unnumbered">Samples without a number.</param>
/// <param name="Restarts">How often numbering began anew; no loss is counted across it.</param>
/// <param name="Wraps">How often numbers ran over and went on from 0.</param>
/// <param name="SilentSeconds">Time without data beyond what a sample stands for; null for a channel without a point.</param>
/// <param name="SilentOwnSeconds">The part of it in which this product could not receive.</param>
/// <param name="Closed">Whether the day was over when it was counted.</param>
/// <param name="Stale">Whether samples of the day came since: it will be counted again.</param>
/// <param name="AsOf">When it was counted.</param>
internal sealed record ChannelGapsShape(
    DateOnly Day, string Zone, string Device, int ChannelId, string Channel, GapBasis Basis, bool Estimated, double? IntervalSeconds, long? Expected,
    long Received, long Late, NeverShape? Never, long? Duplicates, long Conflicts, long Unnumbered, int Restarts, int Wraps, double? SilentSeconds,
    double? SilentOwnSeconds, bool Closed, bool Stale, DateTimeOffset AsOf)
{
    public static ChannelGapsShape Of(ChannelGaps g) => new(
        g.Day, g.ZoneId, g.Device, g.ChannelId, g.Channel, g.Basis, g.Estimated, g.Interval?.TotalSeconds, g.Expected, g.Received, g.Late,
        g.Never is { } never ? NeverShape.Of(never) : null, g.Duplicates, g.Conflicts, g.Unnumbered, g.Restarts, g.Wraps, g.Silent?.TotalSeconds,
        g.Own?.TotalSeconds, g.Closed, g.Stale, g.AsOf.ToDateTimeOffset());
}

/// <summary><c>/api/v1/points/{id}/gaps</c> and <c>/api/v1/sites/{id}/gaps</c>.</summary>
internal static class GapsApi
{
    private const int MostDays = 366;
    private const int DaysBack = 6;

    private delegate Task<Page<ChannelGaps>?> Reading(DateOnly from, DateOnly to, PageRequest page);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/points/{id:int}/gaps", OfPointAsync).WithTags("Points")
            .WithSummary("What the channels of a point should have sent, day by day of the site, and what came of it; from and to are days, both inside")
            .Produces<ListShape<ChannelGapsShape>>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/sites/{id:int}/gaps", OfSiteAsync).WithTags("Sites")
            .WithSummary("The same of all channels of a site: the newest day first, then what lost most")
            .Produces<ListShape<ChannelGapsShape>>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> OfPointAsync(
        int id, string? from, string? to, string? size, string? cursor, IGaps gaps, CurrentScope scope, TimeProvider plant, CancellationToken cancellationToken)
    {
        // A point's own zone is told by its rows; the day in the easternmost of our zones is never too early.
        DateOnly today = DateOnly.FromDateTime(plant.GetUtcNow().UtcDateTime.AddHours(9));
        AccessScope who = scope.Required;
        return await ReadAsync("point", today, from, to, size, cursor, (first, last, page) => gaps.OfPointAsync(who, id, first, last, page, cancellationToken));
    }

    private static async Task<IResult> OfSiteAsync(
        int id, string? from, string? to, string? size, string? cursor, IGaps gaps, CurrentScope scope, CancellationToken cancellationToken)
    {
        AccessScope who = scope.Required;
        return await gaps.TodayAsync(who, id, cancellationToken) is { } today
            ? await ReadAsync("site", today, from, to, size, cursor, (first, last, page) => gaps.OfSiteAsync(who, id, first, last, page, cancellationToken))
            : NotFound("site");
    }

    private static async Task<IResult> ReadAsync(string what, DateOnly today, string? from, string? to, string? size, string? cursor, Reading read)
    {
        QueryReading query = new();
        DateOnly last = Day(query, "to", to) ?? today;
        DateOnly first = Day(query, "from", from) ?? last.AddDays(-Math.Min(DaysBack, last.DayNumber));
        PageRequest page = query.Page(size, cursor);
        if (!query.HasErrors && (last < first || last.DayNumber - first.DayNumber >= MostDays))
            query.Refuse("from", "must not be after 'to', and at most 366 days are told at once");
        if (query.HasErrors)
            return TypedResults.ValidationProblem(query.Errors);
        try
        {
            return await read(first, last, page) is { } found
                ? TypedResults.Ok(new ListShape<ChannelGapsShape>([.. found.Items.Select(ChannelGapsShape.Of)], found.Total, found.NextCursor))
                : NotFound(what);
        }
        catch (FormatException)
        {
            query.Refuse("cursor", "is not a cursor of this list");
            return TypedResults.ValidationProblem(query.Errors);
        }
    }

    private static IResult NotFound(string what) => TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: $"There is no such {what}.");

    private static DateOnly? Day(QueryReading query, string key, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return day;
        query.Refuse(key, "must be a day, for example 2026-11-25");
        return null;
    }
}
