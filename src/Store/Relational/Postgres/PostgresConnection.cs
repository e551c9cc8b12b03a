using System.Globalization;
using Npgsql;

namespace K3Monitor.Store.Relational.Postgres;

/// <summary>The connection string of a PostgreSQL database: what it must say, and what it is given where it says nothing.</summary>
public static class PostgresConnection
{
    /// <summary>
    /// Connections at a time are bounded; an answer that does not come is given up before a person gives up; a connection
    /// that nobody uses is asked now and then whether it still stands.
    /// </summary>
    private const string Defaults =
        "Application Name=k3monitor;Maximum Pool Size=20;Timeout=5;Command Timeout=15;Cancellation Timeout=2000;Keepalive=15";

    /// <summary>Every fault of a connection string, in words that hold no secret; empty when it can be used.</summary>
    public static IReadOnlyList<string> Faults(string connection)
    {
        if (string.IsNullOrWhiteSpace(connection))
            return ["is empty; it must name at least Host, Database and Username"];
        NpgsqlConnectionStringBuilder given;
        try
        {
            given = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            // The message may repeat a part of the text, and the text holds a password.
            return ["is not an Npgsql connection string such as Host=db.example;Database=k3monitor;Username=k3monitor;Password=…"];
        }

        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(given.Host))
            faults.Add("does not name a Host");
        if (string.IsNullOrWhiteSpace(given.Database))
            faults.Add("does not name a Database");
        if (string.IsNullOrWhiteSpace(given.Username))
            faults.Add("does not name a Username");
        if (given.Multiplexing)
            faults.Add("asks for Multiplexing, which allows no transactions");
        return faults;
    }

    /// <summary>The connection string with what it leaves open filled in.</summary>
    internal static NpgsqlConnectionStringBuilder Complete(string connection) => new(Defaults + ";" + connection);

    /// <summary>Where the database is, without user and password.</summary>
    internal static string Where(NpgsqlConnectionStringBuilder connection) =>
        string.Create(CultureInfo.InvariantCulture, $"'{connection.Database}' at {connection.Host}:{connection.Port}");
}
