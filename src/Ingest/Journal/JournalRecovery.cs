using K3Monitor.Ingest.Journal.Files;
using K3Monitor.Ingest.Journal.Frames;
using K3Monitor.Ingest.Journal.Reading;

namespace K3Monitor.Ingest.Journal;

/// <summary>What is wrong with the journal's files: found when it was opened, and added to when older segments are read. Thread-safe.</summary>
public sealed class JournalRecovery
{
    // A disk that is damaged everywhere must not fill the memory with findings; beyond this they are only counted.
    private const int KeptFindings = 1000;

    private readonly Lock _gate = new();
    private readonly List<JournalFinding> _findings = [];
    private readonly HashSet<long> _seen = [];
    private long _corrupt;
    private long _torn;
    private long _missing;

    internal JournalRecovery()
    {
    }

    /// <summary>The damage found, oldest finding first; at most 1000 are kept, the counters of the journal go on.</summary>
    public IReadOnlyList<JournalFinding> Findings
    {
        get
        {
            lock (_gate) return [.. _findings];
        }
    }

    internal void Report(JournalFinding finding)
    {
        lock (_gate)
        {
            // Several consumers meet the same damage; it is one.
            if (finding.Damage is JournalDamage.CorruptFrame or JournalDamage.MissingSegment && !Remember(finding.Position)) return;
            _corrupt += finding.Damage == JournalDamage.CorruptFrame ? 1 : 0;
            _torn += finding.Damage == JournalDamage.TornTail ? finding.Bytes : 0;
            _missing += finding.Damage == JournalDamage.MissingSegment ? finding.Bytes : 0;
            if (_findings.Count < KeptFindings) _findings.Add(finding);
        }
    }

    internal JournalCounters Count(JournalCounters others)
    {
        lock (_gate) return others with { CorruptFrames = _corrupt, TornBytes = _torn, MissingBytes = _missing };
    }

    /// <summary>Brings the files into a state that can be appended to and returns the durable end.</summary>
    internal long Run(IJournalFiles files, Segments segments, Cursors cursors)
    {
        var names = files.Names();
        foreach (var stray in names.Where(n => n.EndsWith(".tmp", StringComparison.Ordinal))) files.Delete(stray);
        var starts = names.Where(n => Segments.TryParse(n, out _)).Order(StringComparer.Ordinal)
            .Select(n => Segments.TryParse(n, out var start) ? start : 0).ToList();
        foreach (var finding in cursors.Load(names, starts.FirstOrDefault())) Report(finding);
        var end = 0L;
        if (starts.Count > 0)
        {
            ReportGaps(files, starts);
            segments.Adopt(starts);
            end = CutTornTail(segments);
        }

        var lowest = cursors.All.Select(c => c.Value).DefaultIfEmpty(long.MaxValue).Min();
        if (starts.Count > 0 && lowest < starts[0])
            Report(new(JournalDamage.MissingSegment, lowest, starts[0] - lowest, Segments.Name(lowest)));

        // A consumer that was further than the journal now reaches would never see what is written below its position.
        var furthest = cursors.All.Select(c => c.Value).DefaultIfEmpty(0).Max();
        if (end < furthest)
            Report(new(JournalDamage.MissingSegment, end, furthest - end, Segments.Name(end)));
        if (starts.Count == 0 || end < furthest) segments.Begin(Math.Max(end, furthest));
        return Math.Max(end, furthest);
    }

    private bool Remember(long position) => _seen.Count >= KeptFindings ? !_seen.Contains(position) : _seen.Add(position);

    private void ReportGaps(IJournalFiles files, List<long> starts)
    {
        for (var i = 0; i + 1 < starts.Count; i++)
        {
            using var file = files.OpenForReading(Segments.Name(starts[i]));
            var end = starts[i] + file.Length;
            if (end < starts[i + 1])
                Report(new(JournalDamage.MissingSegment, end, starts[i + 1] - end, Segments.Name(starts[i])));
        }
    }

    private long CutTornTail(Segments segments)
    {
        var start = segments.ActiveStart;
        var length = segments.Active.Length;
        using var scanner = new FrameScanner(segments.OpenForReading(start), start, 0);
        for (var step = scanner.Next(length); step != ScanStep.End; step = scanner.Next(length))
        {
            if (step == ScanStep.Damage)
            {
                var at = start + scanner.Offset - scanner.DamagedBytes;
                Report(new(JournalDamage.CorruptFrame, at, scanner.DamagedBytes, Segments.Name(start)));
            }
        }

        if (scanner.Offset < length)
        {
            Report(new(JournalDamage.TornTail, start + scanner.Offset, length - scanner.Offset, Segments.Name(start)));
            segments.Active.Truncate(scanner.Offset);
        }

        // What the last process wrote may be whole but not yet synced; it counts as durable from here on, so make it so.
        segments.Active.Sync();
        return start + scanner.Offset;
    }
}
