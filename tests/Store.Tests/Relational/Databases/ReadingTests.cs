using System.Diagnostics.CodeAnalysis;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Tests.Relational.Databases;

public abstract class ReadingTests<TDatabase> : RelationalStoreContract<TDatabase>
    where TDatabase : IDatabaseUnderTest, new()
{
    /// <summary>In the order that every list has on every database: by code points. No collation of a language gives it.</summary>
    private static readonly string[] Names =
        ["2 Sekawan", "CV Maju", "CV Maju Jaya", "PT ABADI", "PT Abadi", "PT Zam-Zam", "PT abadi", "PT-Abadi", "pt abadi", "Águila", "Ölindo", "İzmir", "工場", "😀"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [SuppressMessage("Globalization", "CA1309:Use ordinal string comparison", Justification = "Runs as SQL; the ordinal overloads have no translation.")]
    public async Task Names_are_listed_by_code_points_and_a_page_begins_behind_the_one_before(bool descending)
    {
        await SaveAsync([.. Names.Reverse().Select((name, i) => new Company { Slug = $"c-{i}", Name = name })]);
        var listed = new List<string>();
        while (true)
        {
            await using K3Context context = Context();
            string? last = listed.LastOrDefault();
            IQueryable<Company> rest = last is null ? context.Companies
                : descending ? context.Companies.Where(c => string.Compare(c.Name, last) < 0) : context.Companies.Where(c => string.Compare(c.Name, last) > 0);
            List<string> page = await (descending ? rest.OrderByDescending(c => c.Name) : rest.OrderBy(c => c.Name)).Select(c => c.Name).Take(3).ToListAsync();
            if (page.Count == 0)
                break;
            listed.AddRange(page);
        }

        Assert.Equal(descending ? Names.Reverse() : Names, listed);
    }

    [Fact]
    public async Task A_name_is_the_same_only_letter_for_letter()
    {
        await SaveAsync(new Company { Slug = "abadi", Name = "a" }, new Company { Slug = "ABADI", Name = "b" }, new Company { Slug = "abadí", Name = "c" }, new Company { Slug = "abadi ", Name = "d" });
        await using K3Context context = Context();
        Assert.Equal("a", await context.Companies.Where(c => c.Slug == "abadi").Select(c => c.Name).SingleAsync());
    }

    [Theory]
    [InlineData("50%", "50\\%", 1)]
    [InlineData("per cent that a person types is no pattern", "5\\%0", 0)]
    [InlineData("underline", "a\\_b", 1)]
    [InlineData("backslash", "c\\\\d", 1)]
    [InlineData("letters beyond ASCII", "águila", 1)]
    [InlineData("quotation mark", "o'neil", 1)]
    [InlineData("absent", "tidak ada", 0)]
    public async Task A_search_finds_what_was_typed(string what, string literal, int expected)
    {
        MeasurementPoint point = Rows.Point(Rows.Site("satu"));
        LimitSnapshot limit = Rows.Limit();
        await SaveAsync(point, limit);
        string[] texts = ["kadar 50% uap", "a_b axb", "c\\d", "pt águila", "o'neil & co"];
        await SaveAsync([.. texts.Select((text, i) =>
        {
            Incident incident = Rows.Incident(point, limit, i + 1, Rows.Noon + TimeSpan.FromHours(i));
            incident.SearchText = text;
            return incident;
        })]);
        await using K3Context context = Context();
        Assert.True(expected == await context.Incidents.CountAsync(i => EF.Functions.Like(i.SearchText, "%" + literal + "%", "\\")), what);
    }

    [Fact]
    public async Task Everybody_sees_what_lies_in_his_scope_and_nothing_else()
    {
        Site riau = Rows.Site("riau", province: "ID-KR"), java = Rows.Site("java", province: "ID-JB");
        MeasurementPoint[] points = [Rows.Point(riau), Rows.Point(java)];
        LimitSnapshot limit = Rows.Limit();
        await SaveAsync(points[0], points[1], Rows.Device(riau, points[0]), Rows.Device(java, points[1]), limit,
            Rows.Refused(1, "riau"), Rows.Refused(2, "java"), Rows.Refused(3, "unknown"), Rows.Refused(4));
        await SaveAsync(Rows.Incident(points[0], limit, 1), Rows.Incident(points[1], limit, 2));
        await SeesAsync(new AccessScope("a", "A", Role.Administrator, [], null), ["java", "riau"], 4);
        await SeesAsync(new AccessScope("b", "B", Role.Auditor, [], null), ["java", "riau"], 4);
        await SeesAsync(new AccessScope("c", "C", Role.Inspector, ["ID-KR", "ID-BT"], null), ["riau"], 1);
        await SeesAsync(new AccessScope("d", "D", Role.Inspector, [], null), [], 0);
        await SeesAsync(new AccessScope("e", "E", Role.SafetyOfficer, ["ID-KR"], java.CompanyId), ["java"], 1);
        await SeesAsync(new AccessScope("f", "F", Role.SafetyOfficer, ["ID-KR"], null), [], 0);
    }

    [Fact]
    public async Task Summing_up_and_cutting_off_count_every_row_once()
    {
        await SaveAsync([.. Enumerable.Range(0, 60).Select(i => Rows.Refused(i, i % 2 == 0 ? "riau" : "java"))]);
        await using K3Context context = Context();
        Dictionary<string, int> bySite = await context.Quarantine.GroupBy(e => e.SiteSlug!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        Assert.Equal(30, bySite["riau"]);
        int firstKept = await context.Quarantine.OrderByDescending(e => e.Id).Skip(9).Select(e => e.Id).FirstAsync();
        Assert.Equal(50, await context.Quarantine.Where(e => e.Id < firstKept).ExecuteDeleteAsync());
        Assert.Equal(Enumerable.Range(50, 10).Select(i => (long)i), await context.Quarantine.OrderBy(e => e.Id).Select(e => e.JournalPosition).ToListAsync());
    }

    private async Task SeesAsync(AccessScope scope, string[] sites, int quarantined)
    {
        await using K3Context context = Context();
        Assert.Equal(sites, await context.Sites.Within(scope).OrderBy(s => s.Slug).Select(s => s.Slug).ToListAsync());
        Assert.Equal(sites, await context.Devices.Within(scope).OrderBy(d => d.Site.Slug).Select(d => d.Site.Slug).ToListAsync());
        Assert.Equal(sites, await context.Points.Within(scope).OrderBy(p => p.Area.Site.Slug).Select(p => p.Area.Site.Slug).ToListAsync());
        Assert.Equal(sites.Length, await context.Incidents.Within(scope).CountAsync());
        Assert.Equal(quarantined, await context.Quarantine.Within(scope, context).CountAsync());
    }
}

public sealed class SqliteReadingTests : ReadingTests<OnSqlite>;

public sealed class PostgresReadingTests : ReadingTests<OnPostgres>;
