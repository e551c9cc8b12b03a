using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace K3Monitor.Store.Relational.Model;

/// <summary>Incidents, occurrences and concluded verdicts as tables.</summary>
internal static class IncidentModel
{
    public static void Describe(ModelBuilder model)
    {
        model.Entity<LimitSnapshot>(limit =>
        {
            limit.Property(l => l.Sha256).HasMaxLength(64);
            limit.HasIndex(l => l.Sha256).IsUnique();
        });
        model.Entity<Incident>(DescribeIncident);
        model.Entity<IncidentOccurrence>(occurrence =>
        {
            occurrence.HasOne<Incident>().WithMany(i => i.Occurrences).HasForeignKey(o => o.IncidentId).OnDelete(DeleteBehavior.Cascade);
            occurrence.HasIndex(o => new { o.IncidentId, o.Start }).IsUnique();
        });
        model.Entity<ConcludedVerdict>(verdict =>
        {
            DescribeJudged(verdict);
            verdict.HasIndex(v => new { v.SiteId, v.PeriodStart });
        });
    }

    private static void DescribeIncident(EntityTypeBuilder<Incident> incident)
    {
        DescribeJudged(incident);
        incident.Property(i => i.Number).HasMaxLength(20);
        incident.HasIndex(i => i.Number).IsUnique();
        incident.HasIndex(i => new { i.Year, i.Ordinal }).IsUnique();
        incident.Property(i => i.Province).HasMaxLength(10);

        // One index a sort, each ending in the key by which equal rows are told apart, and carrying what the scope is told
        // by: a page and a count walk one index, whoever asks. An index that began with the scope would be taken by the
        // planner for every sort, and a page of 25 would sort all rows of a province.
        incident.HasIndex(i => new { i.BreachStart, i.Id, i.Province, i.CompanyId });
        incident.HasIndex(i => new { i.SeverityRank, i.BreachStart, i.Id, i.Province, i.CompanyId });
        incident.HasIndex(i => new { i.StateRank, i.BreachStart, i.Id, i.Province, i.CompanyId });
        incident.HasIndex(i => new { i.SiteName, i.BreachStart, i.Id, i.Province, i.CompanyId });
        incident.HasIndex(i => new { i.ShareRank, i.BreachStart, i.Id, i.Province, i.CompanyId });
        incident.HasIndex(i => new { i.SiteId, i.BreachStart });
        incident.HasOne<Site>().WithMany().HasForeignKey(i => i.SiteId).OnDelete(DeleteBehavior.Restrict);
    }

    private static void DescribeJudged<T>(EntityTypeBuilder<T> judged)
        where T : JudgedRow
    {
        judged.HasKey(j => j.Id);
        judged.Property(j => j.LimitId).HasMaxLength(200);
        judged.Property(j => j.Edition).HasMaxLength(100);
        judged.HasIndex(j => new { j.LimitId, j.Edition, j.PointId, j.PeriodStart }).IsUnique();
        judged.HasIndex(j => j.PointId);
        judged.HasOne(j => j.LimitSnapshot).WithMany().HasForeignKey(j => j.LimitSnapshotId).OnDelete(DeleteBehavior.Restrict);
        judged.HasOne<MeasurementPoint>().WithMany().HasForeignKey(j => j.PointId).OnDelete(DeleteBehavior.Restrict);
    }
}
