using K3Monitor.Store.Relational.Postgres;

namespace K3Monitor.Store.Tests.Relational.Databases;

public sealed class PostgresConnectionTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData("Host=db;Database=k3", "Username")]
    [InlineData("Username=k3", "Host")]
    [InlineData("Host=db;Database=k3;Username=k3;Password=geheim;Nonsense=1", "not an Npgsql connection string")]
    public void A_connection_string_that_cannot_be_used_is_refused_without_its_password(string connection, string word)
    {
        IReadOnlyList<string> faults = PostgresConnection.Faults(connection);
        Assert.Contains(faults, f => f.Contains(word, StringComparison.Ordinal));
        Assert.DoesNotContain("geheim", string.Join(' ', faults), StringComparison.Ordinal);
    }
}
