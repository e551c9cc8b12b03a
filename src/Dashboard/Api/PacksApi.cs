using K3Monitor.Rules.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace K3Monitor.Dashboard.Api;

/// <summary>A rule pack as a row.</summary>
internal sealed record PackShape(
    string Id, string Edition, LocalText Title, string Instrument, string Jurisdiction, DateOnly InForceFrom, DateOnly? InForceTo, int Limits, int Verified, string Sha256,
    PackUse Use, int Judged)
{
    public static PackShape Of(RulePack p) => new(
        p.Id, p.Edition, p.Title, p.Instrument, p.Jurisdiction, p.InForceFrom, p.InForceTo, p.Limits.Count, p.Limits.Count(l => l.Verification.IsVerified), p.Sha256,
        p.Use, p.Use == PackUse.Law ? p.Limits.Count(l => l.NotJudged is null) : 0);
}

/// <summary><c>/api/v1/packs</c> and <c>/api/v1/limits</c>: the law as data; the same for every signed-in user.</summary>
internal static class PacksApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/packs", (IReadOnlyList<RulePack> packs) => TypedResults.Ok(new ListShape<PackShape>([.. packs.Select(PackShape.Of)], packs.Count, null)))
            .WithTags("Rules").WithSummary("Rule packs in use");
        api.MapGet("/limits", List).WithTags("Rules").WithSummary("Limits of all packs").Produces<ListShape<LimitShape>>().ProducesValidationProblem();
    }

    private static IResult List(string? pack, string? kind, string? quantity, string? verified, IReadOnlyList<RulePack> packs)
    {
        QueryReading read = new();
        LimitKind? wanted = read.Word<LimitKind>("kind", kind);
        bool? only = read.Flag("verified", verified);
        if (read.HasErrors)
            return TypedResults.ValidationProblem(read.Errors);
        List<LimitShape> limits = [.. packs.Where(p => string.IsNullOrEmpty(pack) || p.Id == pack).SelectMany(p => p.Limits)
            .Where(l => (wanted is null || l.Kind == wanted) && (string.IsNullOrEmpty(quantity) || l.Quantity?.Id == quantity) && (only is null || l.Verification.IsVerified == only))
            .Select(LimitShape.Of)];
        return TypedResults.Ok(new ListShape<LimitShape>(limits, limits.Count, null));
    }
}
