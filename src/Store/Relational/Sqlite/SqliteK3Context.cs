using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational.Sqlite;

/// <summary>The relational store in a SQLite file.</summary>
internal sealed class SqliteK3Context(DbContextOptions<SqliteK3Context> options) : K3Context(options);
