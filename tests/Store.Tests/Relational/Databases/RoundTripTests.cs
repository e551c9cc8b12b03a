using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Access;
using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace K3Monitor.Store.Tests.Relational.Databases;

public abstract class RoundTripTests<TDatabase> : RelationalStoreContract<TDatabase>
    where TDatabase : IDatabaseUnderTest, new()
{
    /// <summary>Letters of several planes, what a pattern and a string literal are made of, and blanks at the end.</summary>
    private const string Awkward = "Pabrik \"Ω\" 工場 😀 ÀÉÎõü 50 % _ \\ ' ; -- \t\r\n  ";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_column_of_every_table_comes_back_as_it_was_at_both_ends_of_its_range(bool high)
    {
        Dictionary<string, object?> saved = [];
        await using (K3Context context = Context())
        {
            await AddOneOfEachAsync(context);
            foreach (EntityEntry entry in context.ChangeTracker.Entries())
            {
                foreach (PropertyEntry property in entry.Properties.Where(p => IsFree(p.Metadata)))
                    property.CurrentValue = Extreme(property.Metadata, high);
            }

            await context.SaveChangesAsync();
            Note(context, saved);
        }

        await using K3Context later = Context();
        foreach (IEntityType type in later.Model.GetEntityTypes().Where(t => saved.Keys.Any(k => k.StartsWith(t.ShortName() + "/", StringComparison.Ordinal))))
            await LoadAsync(later, type);
        Dictionary<string, object?> read = [];
        Note(later, read);
        Assert.Equal(saved.Keys.Order(), read.Keys.Order());
        Assert.All(saved, s => Assert.Equal(s.Value, read[s.Key]));
    }

    [Fact]
    public async Task A_text_that_no_database_could_hold_is_kept_with_a_mark_in_its_place_or_as_it_was()
    {
        await SaveAsync(Rows.Refused(1, detail: "a\0b"), Rows.Refused(2, detail: "half \ud800 pair"), Rows.Refused(3, detail: new string('x', 100_000)));
        await using K3Context context = Context();
        string[] kept = await context.Quarantine.OrderBy(e => e.JournalPosition).Select(e => e.Detail).ToArrayAsync();
        Assert.Contains(kept[0], (string[])["a\0b", "a\ufffdb"]);
        Assert.Equal("half \ufffd pair", kept[1]);
        Assert.Equal(100_000, kept[2].Length);
        string asked = "a\0b";
        Assert.Equal(1, await context.Quarantine.CountAsync(e => e.Detail == asked));
    }

    private static async Task AddOneOfEachAsync(K3Context context)
    {
        Site site = Rows.Site("satu");
        MeasurementPoint point = Rows.Point(site);
        LimitSnapshot limit = Rows.Limit();
        context.AddRange(point, Rows.Device(site, point), limit);
        await context.SaveChangesAsync();
        Incident incident = Rows.Incident(point, limit, 1);
        incident.Occurrences.Add(new IncidentOccurrence());
        context.AddRange(
            incident, new ConcludedVerdict { LimitId = "", Edition = "", PointId = point.Id, LimitSnapshotId = limit.Id, SiteId = site.Id },
            new K3User { Id = "user-1", UserName = "a", Role = Role.Auditor }, Rows.Refused(1), Rows.Record(1, "0"));
    }

    /// <summary>Keys and references hang the rows together; the rest may be anything.</summary>
    private static bool IsFree(IProperty property) => !property.IsPrimaryKey() && !property.IsForeignKey() && property.Name is not ("PointId" or "SiteId" or "LimitSnapshotId");

    private static object? Extreme(IProperty property, bool high)
    {
        Type type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (!high && property.IsNullable)
            return null;
        return type switch
        {
            _ when type == typeof(string) => property.IsIndex() || property.GetMaxLength() is < 60 ? Awkward + high : string.Concat(Enumerable.Repeat(Awkward, 200)),
            _ when type == typeof(byte[]) => high ? Enumerable.Range(0, 65_536).Select(i => (byte)i).ToArray() : [],
            _ when type == typeof(int) => high ? int.MaxValue : int.MinValue,
            _ when type == typeof(long) => high ? long.MaxValue : long.MinValue,
            _ when type == typeof(double) => high ? double.MaxValue : -double.Epsilon,
            _ when type == typeof(bool) => high,
            _ when type == typeof(Instant) => new Instant(high ? long.MaxValue : long.MinValue),
            _ when type == typeof(DateOnly) => high ? DateOnly.MaxValue : DateOnly.MinValue,
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(9998, 12, 31, 23, 59, 59, TimeSpan.Zero).AddMicroseconds(999_999),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(high ? Enum.GetValues(type).Length - 1 : 0),
            _ => throw new InvalidOperationException($"{property.DeclaringType.Name}.{property.Name}: no extreme is known for {type}"),
        };
    }

    private static void Note(K3Context context, Dictionary<string, object?> values)
    {
        foreach (EntityEntry entry in context.ChangeTracker.Entries())
        {
            string key = string.Join('+', entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.Property(p.Name).CurrentValue));
            foreach (PropertyEntry property in entry.Properties)
                values[$"{entry.Metadata.ShortName()}/{key}/{property.Metadata.Name}"] = property.CurrentValue;
        }
    }

    private static Task LoadAsync(K3Context context, IEntityType type)
    {
        System.Reflection.MethodInfo set = typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(type.ClrType);
        return ((IQueryable<object>)set.Invoke(context, null)!).LoadAsync();
    }
}

public sealed class SqliteRoundTripTests : RoundTripTests<OnSqlite>;

public sealed class PostgresRoundTripTests : RoundTripTests<OnPostgres>;
