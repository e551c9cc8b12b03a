using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace K3Monitor.Store.Relational.Postgres;

/// <summary>What <c>dotnet ef migrations add</c> makes the context with; it connects to nothing and is never used by the product.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PostgresK3Context>
{
    public PostgresK3Context CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresK3Context>();
        PostgresDialect.Use(options, "Host=localhost;Database=design-time");
        return new PostgresK3Context(options.Options);
    }
}
