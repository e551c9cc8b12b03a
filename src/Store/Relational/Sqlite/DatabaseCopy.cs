using Microsoft.Data.Sqlite;

namespace K3Monitor.Store.Relational.Sqlite;

/// <summary>What a database file holds, in figures that tell two apart.</summary>
/// <param name="Sites">Sites.</param>
/// <param name="Devices">Devices.</param>
/// <param name="Incidents">Incidents.</param>
/// <param name="RecordRows">Rows of the record.</param>
public sealed record DatabaseCounts(long Sites, long Devices, long Incidents, long RecordRows);

/// <summary>Copies a database file as it was at one moment, also while another process writes it.</summary>
/// <remarks>Safe from any thread. Uses SQLite's online backup in one step: a writer waits no longer than for any reader. The copy is one file, complete when the call returns.</remarks>
public static class DatabaseCopy
{
    /// <summary>Copies <paramref name="source"/> into a new file.</summary>
    /// <exception cref="SqliteException">The source is no database, or it stayed locked.</exception>
    /// <exception cref="IOException"><paramref name="target"/> is there already.</exception>
    public static void Make(string source, string target)
    {
        if (File.Exists(target))
            throw new IOException($"{target} is there already");
        using SqliteConnection from = Open(source, SqliteOpenMode.ReadWrite);
        using SqliteConnection to = Open(target, SqliteOpenMode.ReadWriteCreate);
        from.BackupDatabase(to);
    }

    /// <summary>Looks through a file whole and counts what it holds.</summary>
    /// <exception cref="SqliteException">It is no database of this product.</exception>
    /// <exception cref="InvalidDataException">SQLite finds it damaged.</exception>
    public static DatabaseCounts Count(string file)
    {
        using SqliteConnection connection = Open(file, SqliteOpenMode.ReadWrite);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok")
            throw new InvalidDataException($"{file}: SQLite finds it damaged");
        command.CommandText = """SELECT (SELECT count(*) FROM "Sites"), (SELECT count(*) FROM "Devices"), (SELECT count(*) FROM "Incidents"), (SELECT count(*) FROM "Record")""";
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        return new DatabaseCounts(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
