using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace K3Monitor.Store.Relational.Sqlite;

/// <summary>What <c>dotnet ef migrations add</c> makes the context with; never used by the product.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<SqliteK3Context>
{
    public SqliteK3Context CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteK3Context>();
        SqliteDialect.Use(options, "design-time.db");
        return new SqliteK3Context(options.Options);
    }
}
