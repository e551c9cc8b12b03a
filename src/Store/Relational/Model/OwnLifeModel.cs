using K3Monitor.Store.Relational.OwnLife;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>The ledger of this product's own life as tables.</summary>
internal static class OwnLifeModel
{
    public static void Describe(ModelBuilder model)
    {
        model.Entity<OutageRow>(outage =>
        {
            outage.ToTable("OwnOutages");
            outage.Property(o => o.Cause).HasConversion<string>().HasMaxLength(40);
            outage.HasIndex(o => o.From);
        });
        model.Entity<Beat>(beat =>
        {
            beat.ToTable("OwnBeats");
            beat.Property(b => b.Id).ValueGeneratedNever();
        });
    }
}
