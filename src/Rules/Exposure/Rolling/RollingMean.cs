using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// The mean over a window that rolls with time: 15 minutes for a short-term limit, one hour for heat, six minutes for radio
/// waves, whose field strengths add by their squares. Never cut at quarters of the clock. The mean is looked at wherever the samples in the window change at either end; between two
/// such instants it is linear, so that nothing worse is missed and a breach begins where the line crosses the limit.
/// </summary>
internal sealed class RollingMean : LimitExposure
{
    private readonly long length;
    private readonly double enough;
    private readonly double threshold;
    private readonly SampleTrack track;
    private WeightedTime window;
    private long overRange;
    private long floor;
    private long trailing;
    private WorstWindow? worst;
    private long covered;
    private long coveredWell;

    public RollingMean(Limit limit, ExposureSetting setting)
        : base(limit, setting)
    {
        track = setting.Track;
        length = limit.AveragingTime.Ticks / TimeSpan.TicksPerMicrosecond;
        enough = limit.MinimumCoverage * length;
        threshold = limit.Value is { } value ? Scale.OfLimit(LimitComparison.Threshold(value, limit.Comparison)) : double.MaxValue;
    }

    public override long OldestNeeded => trailing;

    private WindowEdge Edge => new(window.Known - (threshold * length), window.Total - (threshold * window.Covered), window.Covered - enough);

    public override void Cover(Instant from, Instant to, in Sample sample)
    {
        long time = to.UnixMicroseconds - from.UnixMicroseconds;
        Standing standing = Reading.StandingOf(sample);
        covered += time;
        if (standing is Standing.Good or Standing.AtMost)
            coveredWell += time;
        Move(from.UnixMicroseconds, to.UnixMicroseconds, true, sample, standing);
    }

    protected override void Gap(Instant from, Instant to) => Move(from.UnixMicroseconds, to.UnixMicroseconds, false, default, default);

    public override Verdict Judge(Instant asOf, bool over)
    {
        VerdictReasons reasons = CommonReasons(over);
        if (Limit.PatternNotPermitted)
            reasons |= VerdictReasons.PatternNotPermitted;
        if (Log.Any)
            return Say(VerdictOutcome.Exceeded, Refine(reasons), OfWorstWindow(asOf));
        ExposureValue exposure = OfPeriod(asOf);
        if (Samples == 0)
            return Say(VerdictOutcome.CannotTell, reasons, exposure);
        if (Span(covered) < exposure.Required * Limit.MinimumCoverage)
            reasons |= VerdictReasons.Coverage;
        else if (Span(coveredWell) < exposure.Required * Limit.MinimumCoverage)
            reasons |= VerdictReasons.Quality;
        VerdictReasons against = VerdictReasons.Coverage | VerdictReasons.Quality | VerdictReasons.AtLeast;
        return Say((reasons & against) == 0 ? VerdictOutcome.Within : VerdictOutcome.CannotTell, reasons, exposure);
    }

    public override bool CanForecast => !Limit.PatternNotPermitted;

    // The window moves on: what stands at its trailing edge leaves, and the present level comes in.
    public override Instant? PassesAt(Instant asOf, double rate)
    {
        double bound = threshold * length;
        double known = window.Known;
        long number = trailing;
        for (long gone = 0; gone < length;)
        {
            long tail = asOf.UnixMicroseconds - length + gone;
            while (number < track.End && EndOf(number) <= tail)
                number++;
            bool stands = number < track.End && track[number].Time.UnixMicroseconds <= tail;
            long until = number >= track.End ? long.MaxValue : stands ? EndOf(number) - tail : track[number].Time.UnixMicroseconds - tail;
            long step = Math.Min(length - gone, until);
            double leaves = stands && tail >= floor && track[number].Flags.Counts() && Reading.StandingOf(track[number]) is Standing.Good or Standing.Doubtful ? Counted(track[number]) : 0;
            double change = rate - leaves;
            if (known + (change * step) > bound)
                return new Instant(asOf.UnixMicroseconds + gone + Math.Max(0, (long)Math.Ceiling((bound - known) / change)));
            known += change * step;
            gone += step;
        }

        return null;
    }

    public override void CopyFrom(LimitExposure other)
    {
        base.CopyFrom(other);
        var from = (RollingMean)other;
        window = from.window;
        overRange = from.overRange;
        floor = from.floor;
        trailing = from.trailing;
        worst = from.worst;
        covered = from.covered;
        coveredWell = from.coveredWell;
    }

    protected override void Restart(bool goesOn, long next)
    {
        (worst, covered, coveredWell) = (null, 0, 0);
        if (goesOn)
            return;
        window = default;
        overRange = 0;
        floor = Period.Range.Start.UnixMicroseconds;
        trailing = next;
    }

    protected override void OnReading(in Sample sample)
    {
        // The table has a dash: to work here at this load at all is the breach, from the shift's start.
        if (Limit.PatternNotPermitted && !Log.IsOpen)
            Log.Begin(Period.Range.Start, sample.Value, sample.Time, TimeSpan.Zero);
    }

    private void Move(long from, long to, bool leads, in Sample leading, Standing standing)
    {
        double value = leads ? Counted(leading) : 0;
        bool leadsOver = leads && (leading.Flags & SampleFlags.OverRange) != 0;
        for (long end = from; end < to;)
        {
            long tail = end - length;
            bool full = tail >= floor;
            long step = full ? Math.Min(to - end, UntilChange(tail)) : Math.Min(to - end, floor - tail);
            step = UntilEnough(step, leads, full && DropsAt(tail));
            if (tail == floor)
                Consider(end, full);
            WindowEdge before = Edge;
            double decisive = Decisive(full);
            if (leads)
            {
                window.Add(value, step, standing);
                overRange += leadsOver ? step : 0;
            }

            if (full)
                DropTail(tail, step);
            Scan(end, step, before, decisive, full);
            end += step;
            Consider(end, full);
        }
    }

    // Moves to the sample that stands at the trailing edge, and says how long nothing changes there.
    private long UntilChange(long tail)
    {
        while (trailing < track.End && EndOf(trailing) <= tail)
            trailing++;
        if (trailing >= track.End)
            return long.MaxValue;
        long start = track[trailing].Time.UnixMicroseconds;
        return start > tail ? start - tail : EndOf(trailing) - tail;
    }

    private long EndOf(long number)
    {
        long end = track[number].Time.UnixMicroseconds + Setting.Hold;
        return number + 1 < track.End ? Math.Min(end, track[number + 1].Time.UnixMicroseconds) : end;
    }

    // Where coverage comes to suffice, or ceases to, another figure decides: the mean is looked at there too.
    private long UntilEnough(long step, bool leads, bool drops)
    {
        if (leads == drops)
            return step;
        double missing = enough - window.Covered;
        long until = leads ? (long)Math.Ceiling(missing) : (long)Math.Floor(-missing);
        return until > 0 ? Math.Min(step, until) : step;
    }

    private bool DropsAt(long tail) =>
        trailing < track.End && track[trailing].Time.UnixMicroseconds <= tail && track[trailing].Flags.Counts();

    private void DropTail(long tail, long step)
    {
        if (!DropsAt(tail))
            return;
        ref readonly Sample sample = ref track[trailing];
        window.Add(Counted(sample), -step, Reading.StandingOf(sample));
        if ((sample.Flags & SampleFlags.OverRange) != 0)
            overRange -= step;
        window.ClearIfEmpty();
    }

    private double Counted(in Sample sample) => Scale.Weight(Reading.Counted(sample));

    private double Decisive(bool full) =>
        full && window.Covered > 0 && window.Covered >= enough ? window.Total / window.Covered : window.Known / length;

    private void Scan(long start, long step, in WindowEdge before, double decisive, bool full)
    {
        if (Limit.PatternNotPermitted)
            return;
        WindowEdge after = Edge;
        if (WindowEdge.NoneBetween(before, after, full))
        {
            Log.End(new Instant(start));
            return;
        }

        if (WindowEdge.AllBetween(before, after, full))
        {
            Open(start, decisive);
            return;
        }

        Span<double> cuts = stackalloc double[5];
        int count = WindowEdge.Cuts(before, after, cuts);
        for (int i = 1; i < count; i++)
        {
            if (cuts[i] <= cuts[i - 1])
                continue;
            WindowEdge middle = WindowEdge.Between(before, after, (cuts[i] + cuts[i - 1]) / 2);
            long at = start + Math.Min(step, (long)Math.Ceiling(step * cuts[i - 1]));
            if (middle.IsBreach(full))
                Open(at, Math.Max(decisive, Scale.OfLimit(Limit.Value!.Value)));
            else
                Log.End(new Instant(at));
        }
    }

    private void Open(long at, double value)
    {
        if (!Log.IsOpen)
            Log.Begin(new Instant(at), Scale.ValueOf(value), new Instant(at), Setting.Options.MergeWithin);
    }

    private void Consider(long end, bool full)
    {
        if (window.Covered == 0)
            return;
        double value = Decisive(full);
        if (worst is not { } w || value > w.Value + (LimitComparison.RelativeGuard * Math.Abs(w.Value)))
            worst = new WorstWindow(end, value, window.Known / length, window.Trusted, window.Covered, window.CoveredWell, overRange > 0);
        double peak = Scale.ValueOf(value);
        if (Log.IsOpen && (peak > Log.Latest.Peak + (LimitComparison.RelativeGuard * Math.Abs(peak))))
            Log.SetPeak(peak, new Instant(end));
    }

    private VerdictReasons Refine(VerdictReasons reasons)
    {
        if (worst is not { } w)
            return reasons;
        if (!w.OverRange)
            reasons &= ~VerdictReasons.AtLeast;
        return w.Covered < enough && !Limit.PatternNotPermitted ? reasons | VerdictReasons.KnownPartAlone : reasons;
    }

    private ExposureValue OfWorstWindow(Instant asOf) => worst is { } w
        ? new ExposureValue(WindowOf(w), Scale.ValueOf(w.Value), Scale.ValueOf(w.Lower), UpperOf(w), Span(w.Covered), Span(w.CoveredWell), Limit.AveragingTime, Samples)
        : OfPeriod(asOf);

    private ExposureValue OfPeriod(Instant asOf)
    {
        var soFar = new TimeRange(Period.Range.Start, asOf);
        TimeSpan required = soFar.Duration > Limit.AveragingTime ? soFar.Duration : Limit.AveragingTime;
        return worst is { } w
            ? new ExposureValue(WindowOf(w), Scale.ValueOf(w.Value), Scale.ValueOf(w.Lower), UpperOf(w), Span(covered), Span(coveredWell), required, Samples)
            : new ExposureValue(soFar, null, null, null, Span(covered), Span(coveredWell), required, Samples);
    }

    private TimeRange WindowOf(in WorstWindow w) => new(new Instant(w.End - length), new Instant(w.End));

    private double? UpperOf(in WorstWindow w)
    {
        if (w.OverRange)
            return null;
        if (w.CoveredWell >= length)
            return Scale.ValueOf(w.Trusted / length);
        return Setting.Point.RangeMax is { } top ? Scale.ValueOf((w.Trusted + (Scale.Weight(top) * (length - w.CoveredWell))) / length) : null;
    }
}
