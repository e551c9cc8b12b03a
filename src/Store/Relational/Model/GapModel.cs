using K3Monitor.Store.Relational.Gaps;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>The gap ledger as tables.</summary>
internal static class GapModel
{
    public static void Describe(ModelBuilder model)
    {
        model.Entity<GapDay>(day =>
        {
            day.ToTable("GapDays");
            day.HasIndex(d => new { d.DeviceId, d.Day }).IsUnique();
            day.HasIndex(d => new { d.Closed, d.WaitsFor, d.AsOf });
            day.HasIndex(d => d.Day);
            day.HasOne(d => d.Device).WithMany().OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<GapRow>(row =>
        {
            row.ToTable("GapRows");
            row.Property(r => r.Basis).HasConversion<string>().HasMaxLength(20);
            row.HasIndex(r => new { r.GapDayId, r.ChannelId }).IsUnique();
            row.HasIndex(r => r.ChannelId);
            row.HasOne(r => r.GapDay).WithMany(d => d.Channels).OnDelete(DeleteBehavior.Cascade);
            row.HasOne(r => r.Channel).WithMany().OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<GapProgress>(progress =>
        {
            progress.ToTable("GapProgress");
            progress.Property(p => p.Id).ValueGeneratedNever();
        });
    }
}
