using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats.SparkplugB;

/// <summary>What a birth certificate said of a metric.</summary>
internal sealed record BornMetric(string Name, SparkplugType Type, string? Unit);

/// <summary>
/// The session of one edge node since its birth: aliases, types, the sequence of messages and the number of its will. Two
/// counters with two meanings: <c>seq</c> counts the messages of a session from 0 to 255 and round, <c>bdSeq</c> counts sessions.
/// </summary>
/// <remarks>Callers lock the session.</remarks>
internal sealed class NodeSession
{
    private const int MostMetrics = 20_000;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);
    private readonly Dictionary<(string Device, ulong Alias), BornMetric> byAlias = [];
    private readonly Dictionary<(string Device, string Name), BornMetric> byName = [];
    private Instant? asked;
    private long? last;

    /// <summary>Whether a birth of the node was seen and no death since.</summary>
    public bool Alive { get; private set; }

    /// <summary>Number of the will that belongs to the session.</summary>
    public ulong? BirthDeath { get; private set; }

    public void NodeBorn(ulong? birthDeath)
    {
        byAlias.Clear();
        byName.Clear();
        Alive = true;
        BirthDeath = birthDeath;
        last = null;
    }

    public void Died() => Alive = false;

    /// <summary>Forgets what an earlier birth of a device said.</summary>
    public void DeviceBorn(string device)
    {
        foreach ((string Device, ulong Alias) key in byAlias.Keys.Where(k => k.Device == device).ToList())
            byAlias.Remove(key);
        foreach ((string Device, string Name) key in byName.Keys.Where(k => k.Device == device).ToList())
            byName.Remove(key);
    }

    public void Announce(string device, ulong? alias, BornMetric metric)
    {
        if (byName.Count >= MostMetrics)
            return;
        byName[(device, metric.Name)] = metric;
        if (alias is { } number)
            byAlias[(device, number)] = metric;
    }

    /// <summary>What the birth said; an alias is looked for in the device's birth and then in its node's, never in another's.</summary>
    public BornMetric? Find(string device, string? name, ulong? alias) =>
        name is { Length: > 0 } given ? byName.GetValueOrDefault((device, given))
        : alias is { } number ? byAlias.GetValueOrDefault((device, number)) ?? byAlias.GetValueOrDefault(("", number))
        : null;

    /// <summary>Whether a birth of the device was seen.</summary>
    public bool Knows(string device) => byName.Keys.Any(k => k.Device == device);

    /// <summary>Takes the next number; a gap is told as the numbers before and after it.</summary>
    public (long Before, long After)? Advance(ulong? sequence)
    {
        if (sequence is not { } given)
            return null;
        long? before = last;
        last = (long)(given & 0xFF);
        return before is { } known && last != (known + 1) % 256 ? (known, last.Value) : null;
    }

    /// <summary>Whether a rebirth may be asked for now: once a minute, never in a storm.</summary>
    public bool MayAsk(Instant now)
    {
        if (asked is { } before && now >= before && now - before < AskAgainAfter)
            return false;
        asked = now;
        return true;
    }
}

/// <summary>The sessions of one source. At most 10,000; the oldest leaves.</summary>
internal sealed class NodeSessions
{
    private readonly BoundedTable<NodeSession> sessions = new(10_000);

    public NodeSession Of(string key) => sessions.GetOrAdd(key, static () => new NodeSession());
}
