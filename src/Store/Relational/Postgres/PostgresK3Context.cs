using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace K3Monitor.Store.Relational.Postgres;

/// <summary>The relational store in a PostgreSQL database, made to sort, compare and hold text as the SQLite file does.</summary>
internal sealed class PostgresK3Context(DbContextOptions<PostgresK3Context> options) : K3Context(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // By bytes, as SQLite does: a list has the same order on both, and a page begins where the one before ended
        // whatever collation the server was set up with, or has after an upgrade of its C library.
        configurationBuilder.Properties<string>().UseCollation("C");
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // SQLite knows no lengths. A text that one database takes and the other refuses would stop a consumer for ever;
        // lengths are checked where a text comes in, and "text" costs nothing here.
        foreach (IMutableProperty property in builder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if (property.GetMaxLength() is not null)
                property.SetColumnType("text");
        }
    }
}
