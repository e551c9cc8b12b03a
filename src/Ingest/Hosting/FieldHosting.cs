using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Intake.Field;
using K3Monitor.Inspection.Claims;
using Microsoft.Extensions.DependencyInjection;

namespace K3Monitor.Ingest.Hosting;

/// <summary>Composes the formats of the field into live intake.</summary>
internal static class FieldHosting
{
    /// <summary>Registers the intake of messages of the field.</summary>
    public static IServiceCollection AddK3Field(this IServiceCollection services, MappingSet mappings)
    {
        services.AddSingleton(mappings);
        services.AddSingleton(new FieldDoors(mappings));
        services.AddSingleton<FieldMeasures>();
        services.AddSingleton<FieldIntake>();
        services.AddSingleton<DeviceMessages>();
        services.AddSingleton<IMessageReplay, MessageReplay>();
        return services;
    }
}
