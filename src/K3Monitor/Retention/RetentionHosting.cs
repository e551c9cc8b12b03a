using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;
using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Planning;

namespace K3Monitor.App.Retention;

/// <summary>Puts retention into the product, and its rules into commands beside it.</summary>
internal static class RetentionHosting
{
    /// <summary>The rules, and the disk of the data folder.</summary>
    public static IServiceCollection AddK3RetentionRules(this IServiceCollection services, Settings settings, DataFolder data) =>
        services.AddSingleton(RetentionSettings.Rules(settings)).AddSingleton(new DiskGauge(() => Read(data.Root)));

    /// <summary>The rules, and the job that runs by them.</summary>
    public static IServiceCollection AddK3Retention(this IServiceCollection services, Settings settings, DataFolder data) =>
        services.AddK3RetentionRules(settings, data).AddSingleton(data).AddSingleton(RetentionSettings.Schedule(settings)).AddHostedService<RetentionJob>();

    private static DiskSpace? Read(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
