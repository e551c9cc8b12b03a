using K3Monitor.Store.Relational.Retention;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>Holds, runs and readings of retention as tables.</summary>
internal static class RetentionModel
{
    public static void Describe(ModelBuilder model)
    {
        model.Entity<LegalHold>(hold => hold.HasIndex(h => h.PointId));
        model.Entity<HoldRelease>(release => release.HasIndex(r => r.IncidentId).IsUnique());
        model.Entity<RetentionRun>(run => run.Property(r => r.State).HasConversion<string>().HasMaxLength(20));
        model.Entity<DiskReading>(reading => reading.HasIndex(r => r.Day).IsUnique());
    }
}
