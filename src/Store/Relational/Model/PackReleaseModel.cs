using K3Monitor.Store.Relational.Records;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>Releases of rule packs as a table.</summary>
internal static class PackReleaseModel
{
    public static void Describe(ModelBuilder model) => model.Entity<PackRelease>(release =>
    {
        release.Property(r => r.PackId).HasMaxLength(100);
        release.Property(r => r.Edition).HasMaxLength(100);
        release.Property(r => r.Sha256).HasMaxLength(64);
        release.Property(r => r.UserId).HasMaxLength(450);
        release.HasIndex(r => new { r.PackId, r.Edition, r.Sha256, r.UserId }).IsUnique();
    });
}
