using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// One row of a table of levels and times of contact a day, as that of hand-arm vibration: while the time of contact lies in the row,
/// the equivalent level over that time, <c>√(Σ a²·t / Σ t)</c>, must not pass the row's. More contact afterwards does not undo what was
/// passed. A row of 8 h goes on for longer times, which no table permits more.
/// </summary>
internal sealed class PermittedTime : LimitExposure
{
    private const double LongestRow = 8 * 3600e6;

    private readonly double from;
    private readonly double to;
    private readonly double square;
    private CompensatedSum contact;
    private CompensatedSum energy;
    private double worst;
    private long covered;
    private long coveredWell;

    public PermittedTime(Limit limit, ExposureSetting setting)
        : base(limit, setting)
    {
        from = (limit.DailyTime!.From ?? TimeSpan.Zero).TotalMicroseconds;
        to = limit.DailyTime.To.TotalMicroseconds >= LongestRow ? double.PositiveInfinity : limit.DailyTime.To.TotalMicroseconds;
        square = Math.Pow(LimitComparison.Threshold(limit.Value!.Value, limit.Comparison), 2);
    }

    public override void Cover(Instant start, Instant end, in Sample sample) => CoverInUse(start, end, sample, 1);

    public override void CoverInUse(Instant start, Instant end, in Sample sample, double share)
    {
        long time = end.UnixMicroseconds - start.UnixMicroseconds;
        Standing standing = Reading.StandingOf(sample);
        covered += time;
        if (standing is Standing.Good or Standing.AtMost)
            coveredWell += time;
        if (share > 0 && standing is Standing.Good or Standing.Doubtful)
            Add(start, time, sample.Value, share);
        else
            Log.End(start);
    }

    protected override void Gap(Instant start, Instant end) => Log.End(start);

    public override Verdict Judge(Instant asOf, bool over)
    {
        double? value = worst > 0 ? worst : null;
        bool whole = Span(coveredWell) >= Period.Range.Duration && !AtLeast;
        var exposure = new ExposureValue(
            new TimeRange(Period.Range.Start, asOf), value, value, whole ? value : null, Span(covered), Span(coveredWell), Period.Range.Duration, Samples);
        VerdictReasons reasons = CommonReasons(over);
        if (Log.Any)
            return Say(VerdictOutcome.Exceeded, reasons, exposure);
        if (!over || Samples == 0)
            return Say(VerdictOutcome.CannotTell, reasons, exposure);
        if (!CoversEnough(covered))
            reasons |= VerdictReasons.Coverage;
        else if (!CoversEnough(coveredWell))
            reasons |= VerdictReasons.Quality;
        VerdictReasons against = VerdictReasons.Coverage | VerdictReasons.Quality | VerdictReasons.AtLeast;
        return Say((reasons & against) == 0 ? VerdictOutcome.Within : VerdictOutcome.CannotTell, reasons, exposure);
    }

    public override void CopyFrom(LimitExposure other)
    {
        base.CopyFrom(other);
        var state = (PermittedTime)other;
        (contact, energy, worst, covered, coveredWell) = (state.contact, state.energy, state.worst, state.covered, state.coveredWell);
    }

    protected override void Restart(bool goesOn, long next) => (contact, energy, worst, covered, coveredWell) = (default, default, 0, 0, 0);

    // Within a stretch both sums grow evenly, so that the margin against the row is a straight line.
    private void Add(Instant start, long time, double value, double share)
    {
        double before = contact.Value;
        double gathered = energy.Value;
        double added = share * time;
        contact.Add(added);
        energy.Add(value * value * added);
        double enters = Math.Max(from, before);
        double leaves = Math.Min(to, before + added);
        if (leaves <= enters)
        {
            Log.End(start);
            return;
        }

        double atEntry = gathered + (value * value * (enters - before));
        double atLeaving = gathered + (value * value * (leaves - before));
        double first = atEntry - (square * enters);
        double last = atLeaving - (square * leaves);
        double level = Math.Max(enters > 0 ? Math.Sqrt(Math.Max(0, atEntry) / enters) : value, Math.Sqrt(Math.Max(0, atLeaving) / leaves));
        worst = Math.Max(worst, level);
        double crossing = first > 0 == last > 0 ? enters : enters + ((leaves - enters) * first / (first - last));
        Mark(first > 0 || (enters == 0 && last > 0), last > 0, At(start, enters - before, share), At(start, crossing - before, share), At(start, leaves - before, share), level);
        if (leaves == to)
            Log.End(At(start, leaves - before, share));
    }

    private void Mark(bool atFirst, bool atLast, Instant enters, Instant crossing, Instant leaves, double level)
    {
        if (atFirst || atLast)
        {
            Instant begins = atFirst ? enters : crossing;
            if (!Log.IsOpen)
                Log.Begin(begins, level, begins, TimeSpan.Zero);
            if (level > Log.Latest.Peak)
                Log.SetPeak(level, leaves);
        }

        if (!atLast)
            Log.End(atFirst ? crossing : enters);
    }

    private static Instant At(Instant start, double contactTime, double share) => new(start.UnixMicroseconds + (long)Math.Ceiling(contactTime / share));

    private bool CoversEnough(long microseconds) => microseconds > 0 && Span(microseconds) >= Period.Range.Duration * Limit.MinimumCoverage;
}
