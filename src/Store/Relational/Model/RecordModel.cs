using K3Monitor.Store.Relational.Records;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>The record as a table.</summary>
internal static class RecordModel
{
    public const string Table = "Record";

    public static void Describe(ModelBuilder model) => model.Entity<RecordEntry>(entry =>
    {
        entry.ToTable(Table);
        entry.HasKey(e => e.Sequence);
        entry.Property(e => e.Sequence).ValueGeneratedNever();
        entry.Property(e => e.Kind).HasMaxLength(60);
        entry.Property(e => e.Subject).HasMaxLength(100);
        entry.Property(e => e.PreviousHash).HasMaxLength(64);
        entry.Property(e => e.Hash).HasMaxLength(64);
        entry.HasIndex(e => new { e.Subject, e.Sequence });
        entry.HasIndex(e => e.Hash).IsUnique();
    });
}
