using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Users;
using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Telemetry;
using K3Monitor.Store.Telemetry.Embedded;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace K3Monitor.Inspection.Tests.Support;

/// <summary>The demo site in a real database in a folder of its own, with a clock that the test moves.</summary>
public sealed class Plant : IAsyncDisposable
{
    public static readonly AccessScope Administrator = new("admin", "Admin", Role.Administrator, [], null);
    public static readonly AccessScope Auditor = new("auditor", "Auditor", Role.Auditor, [], null);
    public static readonly AccessScope Inspector = new("inspector", "Sari", Role.Inspector, ["ID-KR"], null);
    public static readonly AccessScope OtherProvince = new("other", "Budi", Role.Inspector, ["ID-JB"], null);
    public static readonly AccessScope OtherCompany = new("officer", "Rina", Role.SafetyOfficer, [], 99);

    private readonly ServiceProvider services;

    private Plant(string directory, RetentionRules rules)
    {
        Folder = directory;
        Telemetry = EmbeddedTelemetryStore.Open(new EmbeddedStoreOptions { Directory = Path.Combine(directory, "telemetry"), Threads = 1, MemoryMebibytes = 128 });
        services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(Telemetry).AddSingleton(rules)
            .AddSingleton<IReadOnlyList<RulePack>>([]).AddStoreOf(directory).AddInspection()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public string Folder { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));

    public ITelemetryStore Telemetry { get; }

    public SiteImport Imported { get; private set; } = new([], []);

    public IIncidents Incidents => Get<IIncidents>();

    public IIncidentRegister Register => Get<IIncidentRegister>();

    public static async Task<Plant> OpenAsync(RetentionRules? rules = null)
    {
        var plant = new Plant(await Databases.NewFolderAsync(), rules ?? RetentionRules.KeepAll);
        await plant.services.MigrateK3RelationalStoreAsync(CancellationToken.None);
        plant.Imported = await plant.ImportAsync(Example());
        return plant;
    }

    public static string Example() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "site.yaml"));

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public K3Context Context() => Get<IDbContextFactory<K3Context>>().CreateDbContext();

    public Task<SiteImport> ImportAsync(string text)
    {
        SiteReading reading = SiteFileReader.Read(text, "site.yaml");
        Assert.Empty(reading.Faults);
        return Get<ISiteImporter>().ImportAsync(CommandLine.Scope, reading.File!, CancellationToken.None);
    }

    /// <summary>Key of a point by its slug.</summary>
    public int Point(string slug)
    {
        using K3Context context = Context();
        return context.Points.Single(p => p.Slug == slug).Id;
    }

    public int Channel(string device, string name)
    {
        using K3Context context = Context();
        return context.Channels.Single(c => c.Device.Key == device && c.Name == name).Id;
    }

    /// <summary>Runs SQL past everything, as somebody with the database would.</summary>
    public int Sql(string text)
    {
        using K3Context context = Context();
        context.Database.OpenConnection();
        using System.Data.Common.DbCommand command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        return command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Telemetry.DisposeAsync();
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
