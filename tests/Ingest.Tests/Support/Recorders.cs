using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Access;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>Remembers what the lanes gave out, and lets the test wait for something.</summary>
internal sealed class RecordingRegister : IIncidentRegister
{
    private readonly Lock gate = new();
    private readonly List<Finding> findings = [];
    private readonly List<Verdict> concluded = [];
    private readonly Changes changes = new();

    public event Action<IReadOnlyList<int>>? Committed;

    public int FailuresToCome { get; set; }

    public int Failures { get; private set; }

    public List<Finding> Findings
    {
        get
        {
            lock (gate)
                return [.. findings];
        }
    }

    public List<Verdict> Concluded
    {
        get
        {
            lock (gate)
                return [.. concluded];
        }
    }

    public Task ApplyAsync(IReadOnlyList<Finding> findings, IReadOnlyList<Verdict> concluded, CancellationToken cancellationToken)
    {
        bool fails;
        lock (gate)
        {
            fails = FailuresToCome > 0;
            if (fails)
            {
                FailuresToCome--;
                Failures++;
            }
            else
            {
                this.findings.AddRange(findings);
                this.concluded.AddRange(concluded);
            }
        }

        changes.Changed();
        if (fails)
            throw new InvalidOperationException("the database is locked");
        Committed?.Invoke([]);
        return Task.CompletedTask;
    }

    /// <summary>The first finding of that kind, whether it came already or not.</summary>
    public async Task<Finding> First(Func<Finding, bool> wanted)
    {
        await changes.Until(() => Findings.Exists(f => wanted(f)));
        return Findings.First(wanted);
    }

    public Task Failed(int times) => changes.Until(() => Failures >= times);
}

/// <summary>Remembers what was put in quarantine.</summary>
internal sealed class RecordingQuarantine : IQuarantine
{
    private readonly Lock gate = new();
    private readonly List<QuarantinedMessage> kept = [];
    private readonly Changes changes = new();

    public List<QuarantinedMessage> Kept
    {
        get
        {
            lock (gate)
                return [.. kept];
        }
    }

    public Task KeepAsync(IReadOnlyList<QuarantinedMessage> messages, CancellationToken cancellationToken)
    {
        lock (gate)
            kept.AddRange(messages.Where(m => !kept.Exists(k => k.JournalPosition == m.JournalPosition && k.Ordinal == m.Ordinal)));
        changes.Changed();
        return Task.CompletedTask;
    }

    public Task Count(int count) => changes.Until(() => Kept.Count >= count);

    public Task<Page<QuarantineRow>> ListAsync(AccessScope scope, string? reason, PageRequest page, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, int>> CountAsync(AccessScope scope, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
