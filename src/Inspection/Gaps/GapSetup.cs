using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace K3Monitor.Inspection.Gaps;

/// <summary>Puts the gap ledger into the product.</summary>
internal static class GapSetup
{
    public static IServiceCollection AddGaps(this IServiceCollection services)
    {
        services.TryAddSingleton(new GapOptions());
        services.AddSingleton<GapCounting>();
        services.AddSingleton<IGapKeeping, StoredGapKeeping>();
        services.AddSingleton<IGaps, StoredGaps>();
        return services;
    }
}
