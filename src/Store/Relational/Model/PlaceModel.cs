using K3Monitor.Store.Relational.Access;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>Companies, sites, areas, points and users as tables.</summary>
internal static class PlaceModel
{
    public const int SlugLength = 64;
    public const int NameLength = 200;

    public static void Describe(ModelBuilder model)
    {
        model.Entity<Company>(company =>
        {
            company.Property(c => c.Slug).HasMaxLength(SlugLength);
            company.Property(c => c.Name).HasMaxLength(NameLength);
            company.HasIndex(c => c.Slug).IsUnique();
        });
        model.Entity<Site>(site =>
        {
            site.Property(s => s.Slug).HasMaxLength(SlugLength);
            site.Property(s => s.Name).HasMaxLength(NameLength);
            site.Property(s => s.Province).HasMaxLength(10);
            site.Property(s => s.ZoneId).HasMaxLength(64);
            site.Property(s => s.Jurisdiction).HasMaxLength(2);
            site.HasIndex(s => s.Slug).IsUnique();
            site.HasIndex(s => s.Province);
            site.HasOne(s => s.Company).WithMany(c => c.Sites).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Area>(area =>
        {
            area.Property(a => a.Slug).HasMaxLength(SlugLength);
            area.Property(a => a.Name).HasMaxLength(NameLength);
            area.HasIndex(a => new { a.SiteId, a.Slug }).IsUnique();
            area.HasOne(a => a.Site).WithMany(s => s.Areas).OnDelete(DeleteBehavior.Restrict);
            area.HasMany(a => a.Shifts).WithOne().HasForeignKey(s => s.AreaId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AreaShift>(shift =>
        {
            shift.Property(s => s.Name).HasMaxLength(NameLength);
            shift.HasIndex(s => new { s.AreaId, s.Name }).IsUnique();
        });
        model.Entity<MeasurementPoint>(point =>
        {
            point.Property(p => p.Slug).HasMaxLength(SlugLength);
            point.Property(p => p.Name).HasMaxLength(NameLength);
            point.Property(p => p.QuantityId).HasMaxLength(NameLength);
            point.HasIndex(p => new { p.AreaId, p.Slug }).IsUnique();
            point.HasOne(p => p.Area).WithMany(a => a.Points).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<K3User>(user =>
        {
            user.Property(u => u.DisplayName).HasMaxLength(NameLength);
            user.Property(u => u.Provinces).HasMaxLength(400);
            user.Property(u => u.Language).HasMaxLength(10);
            user.HasOne<Company>().WithMany().HasForeignKey(u => u.CompanyId).OnDelete(DeleteBehavior.Restrict);
        });
    }
}
