using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Lanes;

/// <summary>
/// One point of a lane. It keeps a settled state, which no sample within the lateness bound can reach, states on the way
/// from there, and the newest one; a sample that comes out of order goes back to the latest state before it and folds
/// what follows again.
/// </summary>
internal sealed class PointLane
{
    // More checkpoints shorten what is folded again and the tail that is kept, and cost a copied state each.
    private const int Checkpoints = 4;

    private readonly LaneOptions options;
    private readonly ExposureSetting settingOfPoint;
    private readonly SampleTrack track = new();
    private readonly FindingReporter reporter;
    private readonly List<PointFold> checkpoints = [];
    private readonly Stack<PointFold> spare = new();
    private readonly List<PeriodOutcome> closed = [];
    private readonly List<PeriodOutcome> unused = [];
    private readonly Func<PointFold> newFold;
    private readonly PointFold live;
    private readonly PointFold view;
    private PointFold settled;
    private Instant newest = Instant.MinValue;
    private Instant lastTick = Instant.MinValue;
    private Instant nextCheckpoint;
    private bool started;
    private bool hasSettled;

    public PointLane(PointPlan point, IReadOnlyList<RulePack> packs, LaneOptions options, TimeRangeSet ownOutages)
    {
        this.options = options;
        var setting = new ExposureSetting(point, options, track, ownOutages);
        settingOfPoint = setting;
        var selection = new LimitSelection(point, packs);
        newFold = () => new PointFold(setting, selection);
        reporter = new FindingReporter(point.PointId, options.RefreshEvery);
        (settled, live, view) = (newFold(), newFold(), newFold());
    }

    public SampleOutcome Accept(in Sample given, long sequence, ILaneSink sink)
    {
        // A number that is none is no measurement, whatever its flags say.
        Sample sample = double.IsFinite(given.Value) ? given : new Sample(given.Time, 0, given.Flags | SampleFlags.Bad);
        if (sample.Time > newest)
        {
            BeginBefore(sample.Time);
            track.Append(sample, sequence);
            newest = sample.Time;
            if (sample.Time < live.Frontier)
                GoBack(sample.Time);
            FoldOn();
            KeepCheckpoint();
            ReportSample(sink);
            return SampleOutcome.Applied;
        }

        SampleOutcome outcome = Compare(sample, sequence, out long copy);
        if (outcome == SampleOutcome.Duplicate)
        {
            SampleFlags joined = track[copy].Flags.Joined(sample.Flags);
            if (joined == track[copy].Flags)
                return outcome;
            sample = sample with { Flags = joined };
        }

        if (sample.Time < newest - options.LatenessBound)
            return SampleOutcome.TooLate;
        if (outcome == SampleOutcome.Duplicate)
            track.Remove(copy);
        else if (outcome == SampleOutcome.Conflict)
        {
            sample = sample with { Flags = sample.Flags | SampleFlags.Conflict };
            MarkConflict(sample, sequence);
        }

        BeginBefore(sample.Time);
        track.Insert(track.PlaceOf(sample, sequence), sample, sequence);
        GoBack(sample.Time);
        FoldOn();
        ReportSample(sink);
        return outcome;
    }

    public void Tick(Instant now, ILaneSink sink)
    {
        if (now > lastTick)
            lastTick = now;
        StartAt(lastTick);

        // Up to the last end of a period the state itself may move: time stops there whether or not a tick came.
        while (live.Period.Range.End <= lastTick)
            live.Advance(live.Period.Range.End, closed);
        ReportClosed(sink);
        reporter.Report(View(), mayCease: true, sink);
    }

    /// <summary>Every limit in force now, with its verdict so far; empty before the first sample or tick.</summary>
    public IReadOnlyList<Verdict> Current()
    {
        if (!started)
            return [];
        PointFold fold = View();
        return [.. fold.Exposures.Select(e => e.Judge(fold.Frontier, over: false))];
    }

    /// <summary>What becomes of the exposures of the running period at the present level.</summary>
    public IReadOnlyList<Forecast> Forecasts() => started ? PresentLevel.Forecast(View(), track, settingOfPoint) : [];

    /// <summary>Begins with the period of the instant, unless a sample or tick has begun already.</summary>
    public void StartAt(Instant instant)
    {
        if (!started)
            StartAnew(instant);
    }

    // As the store tells them apart: by instant and the device's number, then by value.
    private SampleOutcome Compare(in Sample sample, long sequence, out long copy)
    {
        SampleOutcome outcome = SampleOutcome.Applied;
        copy = -1;
        for (long number = track.Find(sample.Time); number < track.End && track[number].Time == sample.Time; number++)
        {
            if (track.SequenceOf(number) != sequence || !SampleTrack.AreOfOneSignal(track[number], sample))
                continue;
            if (track[number].Value.Equals(sample.Value))
            {
                copy = number;
                return SampleOutcome.Duplicate;
            }

            outcome = SampleOutcome.Conflict;
        }

        return outcome;
    }

    private void MarkConflict(in Sample sample, long sequence)
    {
        for (long number = track.Find(sample.Time); number < track.End && track[number].Time == sample.Time; number++)
        {
            if (track.SequenceOf(number) == sequence && SampleTrack.AreOfOneSignal(track[number], sample))
                track.Mark(number, SampleFlags.Conflict);
        }
    }

    // Until a state is settled, an earlier first sample may still move the beginning.
    private void BeginBefore(Instant sample)
    {
        if (!started || (sample < settled.Frontier && !hasSettled))
            StartAnew(sample);
    }

    private void StartAnew(Instant at)
    {
        started = true;
        settled.Start(at, track.First);
        Recycle(0);
        closed.Clear();
        live.CopyFrom(settled);
        nextCheckpoint = at;
    }

    private PointFold View()
    {
        if (lastTick <= live.Frontier)
            return live;
        view.CopyFrom(live);
        view.Advance(lastTick, unused);
        unused.Clear();
        return view;
    }

    private void GoBack(Instant time)
    {
        int keep = checkpoints.Count;
        while (keep > 0 && checkpoints[keep - 1].Frontier >= time)
            keep--;
        Recycle(keep);
        live.CopyFrom(keep > 0 ? checkpoints[keep - 1] : settled);
        closed.RemoveAll(o => o.Verdict.Period.Range.End > live.Frontier);
    }

    private void FoldOn()
    {
        while (live.Next < track.End)
            live.Put(track[live.Next], closed);
    }

    private void KeepCheckpoint()
    {
        if (newest < nextCheckpoint)
            return;
        nextCheckpoint = newest + (options.LatenessBound / Checkpoints);
        PointFold checkpoint = spare.Count > 0 ? spare.Pop() : newFold();
        checkpoint.CopyFrom(live);
        checkpoints.Add(checkpoint);
        Instant bound = newest - options.LatenessBound;
        while (checkpoints.Count > 0 && checkpoints[0].Frontier < bound)
        {
            spare.Push(settled);
            settled = checkpoints[0];
            checkpoints.RemoveAt(0);
            hasSettled = true;
        }

        track.DropBefore(settled.OldestNeeded);
    }

    private void Recycle(int keep)
    {
        for (int i = checkpoints.Count - 1; i >= keep; i--)
        {
            spare.Push(checkpoints[i]);
            checkpoints.RemoveAt(i);
        }
    }

    private void ReportSample(ILaneSink sink)
    {
        if (closed.Count > 0)
            ReportClosed(sink);
        reporter.Report(live, mayCease: live.Frontier >= lastTick, sink);
    }

    private void ReportClosed(ILaneSink sink)
    {
        Instant concludable = Instant.Max(newest, lastTick) - options.LatenessBound;
        foreach (PeriodOutcome outcome in closed)
        {
            reporter.Report(outcome, sink);
            if (outcome.Verdict.Period.Range.End <= concludable)
                reporter.Conclude(outcome.Verdict, sink);
        }

        closed.RemoveAll(o => o.Verdict.Period.Range.End <= concludable);
        reporter.ForgetBefore(settled.Period.Range.Start);
    }
}
