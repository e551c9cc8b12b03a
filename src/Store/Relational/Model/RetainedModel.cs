using K3Monitor.Store.Relational.Devices;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Model;

/// <summary>Retained messages of the embedded broker as a table.</summary>
internal static class RetainedModel
{
    public static void Describe(ModelBuilder model) => model.Entity<RetainedMessage>(message =>
    {
        message.HasKey(m => m.Topic);
        message.Property(m => m.Topic).HasMaxLength(400);
        message.HasOne(m => m.Device).WithMany().OnDelete(DeleteBehavior.Cascade);
    });
}
