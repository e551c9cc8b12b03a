using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>What devices, channels and quarantined messages are called in the field, as columns and a table.</summary>
internal static class ExternalNameModel
{
    /// <summary>Longest name of a device or channel in a message, and of what a message came from.</summary>
    private const int Longest = 400;

    public static void Describe(ModelBuilder model)
    {
        model.Entity<ExternalName>(name =>
        {
            name.ToTable("ExternalNames");
            name.Property(n => n.Source).HasMaxLength(Longest);
            name.Property(n => n.Name).HasMaxLength(Longest);
            name.HasIndex(n => new { n.DeviceId, n.Source, n.Name }).IsUnique();
            name.HasOne(n => n.Device).WithMany(d => d.ExternalNames).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Device>(device =>
        {
            device.Property(d => d.Format).HasMaxLength(64);
            device.Property(d => d.TopicFilters).HasMaxLength(8000);
        });
        model.Entity<DeviceChannel>().Property(c => c.ExternalName).HasMaxLength(Longest);
        model.Entity<QuarantineEntry>(entry =>
        {
            entry.Property(e => e.Source).HasMaxLength(Longest);
            entry.Property(e => e.External).HasMaxLength(Longest);
            entry.Property(e => e.Format).HasMaxLength(64);
            entry.HasIndex(e => new { e.Source, e.External });
        });
    }
}
