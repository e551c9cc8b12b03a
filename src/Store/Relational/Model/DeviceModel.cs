using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>Devices, channels, assignments and the quarantine as tables.</summary>
internal static class DeviceModel
{
    public static void Describe(ModelBuilder model)
    {
        model.Entity<Device>(device =>
        {
            device.Property(d => d.Key).HasMaxLength(PlaceModel.SlugLength);
            device.HasIndex(d => new { d.SiteId, d.Key }).IsUnique();
            device.HasOne(d => d.Site).WithMany(s => s.Devices).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<DeviceChannel>(channel =>
        {
            channel.Property(c => c.Name).HasMaxLength(PlaceModel.NameLength);
            channel.HasIndex(c => new { c.DeviceId, c.Name }).IsUnique();
            channel.HasOne(c => c.Device).WithMany(d => d.Channels).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Assignment>(assignment =>
        {
            assignment.HasIndex(a => new { a.ChannelId, a.From }).IsUnique();
            assignment.HasIndex(a => a.PointId);
            assignment.HasOne(a => a.Channel).WithMany(c => c.Assignments).OnDelete(DeleteBehavior.Restrict);
            assignment.HasOne(a => a.Point).WithMany().OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<TopologyRevision>(revision =>
        {
            revision.Property(r => r.Id).ValueGeneratedNever();
            revision.HasData(new TopologyRevision { Id = TopologyRevision.OnlyRow, Revision = 1 });
        });
        model.Entity<QuarantineEntry>(entry =>
        {
            entry.ToTable("Quarantine");
            entry.Property(e => e.Reason).HasMaxLength(100);
            entry.HasIndex(e => new { e.JournalPosition, e.Ordinal }).IsUnique();
            entry.HasIndex(e => new { e.Reason, e.Id });
            entry.HasIndex(e => e.SiteSlug);
        });
        ExternalNameModel.Describe(model);
    }
}
