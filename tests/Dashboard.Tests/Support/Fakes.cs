using System.Runtime.CompilerServices;
using K3Monitor.Dashboard.Access;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Inspection.Sites;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Access;
using K3Monitor.Store.Telemetry;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>The rule of scope that the fakes keep, so that a page which forgets to pass the scope is found out.</summary>
internal static class Scoping
{
    public static bool Sees(this AccessScope scope, string province) =>
        scope.SeesAll || (scope.Role == Role.Inspector ? scope.Provinces.Contains(province) : scope.CompanyId == 1 && province == "ID-KR");
}

/// <summary>Incidents in memory.</summary>
internal sealed class InMemoryIncidents : IIncidents, IIncidentRegister
{
    private readonly Dictionary<int, IncidentDetail> all = [];

    public event Action<IReadOnlyList<int>>? Committed;

    public List<(IncidentFilter Filter, IncidentSort Sort, bool Descending, PageRequest Page)> Asked { get; } = [];

    public List<string> Acts { get; } = [];

    public Exception? Throws { get; set; }

    public void Put(IncidentDetail incident) => all[incident.Row.Id] = incident;

    public void Announce(params int[] ids) => Committed?.Invoke(ids);

    public Task ApplyAsync(IReadOnlyList<Finding> findings, IReadOnlyList<Verdict> concluded, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Page<IncidentRow>> ListAsync(AccessScope scope, IncidentFilter filter, IncidentSort sort, bool descending, PageRequest page, CancellationToken cancellationToken)
    {
        if (Throws is { } fault)
            throw fault;
        if (page.Cursor is not null && page.Cursor != "next")
            throw new FormatException("not a cursor");
        Asked.Add((filter, sort, descending, page));
        List<IncidentRow> rows = [.. all.Values.Select(i => i.Row).Where(r => scope.Sees(r.Province) && (filter.State is null || r.State == filter.State)).OrderBy(r => r.Id)];
        return Task.FromResult(new Page<IncidentRow>([.. rows.Skip((page.Number - 1) * page.Size).Take(page.Size)], rows.Count, rows.Count > page.Size ? "next" : null));
    }

    public Task<IncidentDetail?> FindAsync(AccessScope scope, int id, CancellationToken cancellationToken) =>
        Task.FromResult(all.TryGetValue(id, out IncidentDetail? found) && scope.Sees(found.Row.Province) ? found : null);

    public async Task<ActOutcome> AcknowledgeAsync(AccessScope scope, int id, string? note, CancellationToken cancellationToken)
    {
        if (await FindAsync(scope, id, cancellationToken) is not { } found)
            return ActOutcome.NotFound;
        if (!scope.MayAct)
            return ActOutcome.NotPermittedForRole;
        if (found.Row.State != IncidentState.New)
            return ActOutcome.NotPermittedInState;
        all[id] = found with { Row = found.Row with { State = IncidentState.Acknowledged }, MayAcknowledge = false };
        Acts.Add($"{scope.UserId} acknowledged {id}: {note}");
        return ActOutcome.Done;
    }

    public async Task<ActOutcome> CloseAsync(AccessScope scope, int id, string reason, CancellationToken cancellationToken)
    {
        if (await FindAsync(scope, id, cancellationToken) is not { } found)
            return ActOutcome.NotFound;
        if (!scope.MayAct)
            return ActOutcome.NotPermittedForRole;
        if (string.IsNullOrWhiteSpace(reason))
            return ActOutcome.ReasonMissing;
        if (found.Row.IsActive)
            return ActOutcome.NotPermittedInState;
        all[id] = found with { Row = found.Row with { State = IncidentState.Closed }, MayClose = false };
        Acts.Add($"{scope.UserId} closed {id}: {reason}");
        return ActOutcome.Done;
    }
}

/// <summary>Sites in memory.</summary>
internal sealed class InMemorySites : ISites
{
    public List<SiteView> All { get; } = [];

    public List<DeviceRow> Devices { get; } = [];

    public Task<IReadOnlyList<SiteRow>> ListAsync(AccessScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SiteRow>>([.. All.Select(s => s.Row).Where(r => scope.Sees(r.Province))]);

    public Task<SiteView?> FindAsync(AccessScope scope, int siteId, CancellationToken cancellationToken) =>
        Task.FromResult(All.FirstOrDefault(s => s.Row.Id == siteId && scope.Sees(s.Row.Province)));

    public Task<IReadOnlyList<DeviceRow>> DevicesAsync(AccessScope scope, CancellationToken cancellationToken)
    {
        HashSet<string> slugs = [.. All.Where(s => scope.Sees(s.Row.Province)).Select(s => s.Row.Slug)];
        return Task.FromResult<IReadOnlyList<DeviceRow>>([.. Devices.Where(d => slugs.Contains(d.SiteSlug))]);
    }
}

/// <summary>Charts of points that lie in ID-KR; point 99 lies elsewhere.</summary>
internal sealed class InMemoryEvidence : IEvidence
{
    public List<(int PointId, TimeRange Window, int Slices)> Asked { get; } = [];

    public Task<PointChart?> ChartAsync(AccessScope scope, int pointId, TimeRange window, int slices, CancellationToken cancellationToken)
    {
        Asked.Add((pointId, window, slices));
        if (!scope.Sees(pointId == 99 ? "ID-JB" : "ID-KR"))
            return Task.FromResult<PointChart?>(null);
        Sample low = new(window.Start + TimeSpan.FromSeconds(10), 1.25);
        Sample high = new(window.Start + TimeSpan.FromSeconds(20), 14.25, SampleFlags.Uncertain);
        TimeRange slice = new(window.Start, window.Start + TimeSpan.FromMinutes(1));
        return Task.FromResult<PointChart?>(new PointChart(
            pointId, "ppm", window, [new ChartSlice(slice, low, high, 12, SampleFlags.Uncertain)], [new Gap(new TimeRange(slice.End, slice.End + TimeSpan.FromMinutes(2)))], "Asia/Jakarta"));
    }

    public Task<IReadOnlyDictionary<string, DeviceNumbers>?> NumbersAsync(AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, DeviceNumbers>?>(scope.Sees(pointId == 99 ? "ID-JB" : "ID-KR")
            ? new Dictionary<string, DeviceNumbers> { ["gas-1"] = new(window, 100, 97, 2, 0, 0, 1, 0) }
            : null);

    public Task<IReadOnlyList<TimeRange>> RemovedAsync(AccessScope scope, int pointId, TimeRange window, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TimeRange>>([]);

    public async IAsyncEnumerable<Sample> SamplesAsync(AccessScope scope, int pointId, TimeRange window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }
}

/// <summary>Quarantine in memory; a message without a site is seen by those who see all.</summary>
internal sealed class InMemoryQuarantine(InMemorySites sites) : IQuarantine
{
    public List<QuarantineRow> All { get; } = [];

    public Task KeepAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Page<QuarantineRow>> ListAsync(AccessScope scope, string? reason, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Cursor is not null)
            throw new FormatException("not a cursor");
        List<QuarantineRow> rows = [.. Seen(scope).Where(r => reason is null || r.Message.Reason == reason)];
        return Task.FromResult(new Page<QuarantineRow>([.. rows.Skip((page.Number - 1) * page.Size).Take(page.Size)], rows.Count, null));
    }

    public Task<IReadOnlyDictionary<string, int>> CountAsync(AccessScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(Seen(scope).GroupBy(r => r.Message.Reason).ToDictionary(g => g.Key, g => g.Count()));

    private IEnumerable<QuarantineRow> Seen(AccessScope scope) =>
        All.Where(r => scope.SeesAll || sites.All.Any(s => s.Row.Slug == r.Message.SiteSlug && scope.Sees(s.Row.Province)));
}

/// <summary>
/// Accounts whose password is <c>rahasia</c>; <c>locked</c> is locked out, <c>coded</c> has a second factor with the
/// code 123456.
/// </summary>
internal sealed class InMemoryAccounts : IAccounts
{
    public Dictionary<string, AccessScope> Users { get; } = new(StringComparer.Ordinal)
    {
        ["inspector"] = Some.Inspector,
        ["officer"] = Some.Officer,
        ["admin"] = Some.Administrator,
        ["auditor"] = Some.Auditor,
        ["coded"] = Some.Inspector with { UserId = "coded" },
    };

    public string Stamp { get; set; } = "1";

    public Task<SignInAnswer> CheckPasswordAsync(string userName, string password, CancellationToken cancellationToken) => Task.FromResult(
        userName == "locked" ? SignInAnswer.LockedOut
        : !Users.ContainsKey(userName) || password != "rahasia" ? SignInAnswer.Refused
        : new SignInAnswer(userName == "coded" ? SignInOutcome.CodeNeeded : SignInOutcome.Accepted, userName, Stamp));

    public Task<SignInAnswer> CheckCodeAsync(string userId, string code, CancellationToken cancellationToken) =>
        Task.FromResult(code == "123456" ? new SignInAnswer(SignInOutcome.Accepted, userId, Stamp) : SignInAnswer.Refused);

    public Task<AccessScope?> ScopeAsync(string userId, string stamp, CancellationToken cancellationToken) =>
        Task.FromResult(stamp == Stamp ? Users.GetValueOrDefault(userId) : null);
}
