using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// The duty to have data: the longest silence of a shift. Its grace is never shorter than the time for which one
/// sample of the point stands, so that a slow sensor is not silent between two samples.
/// </summary>
internal sealed class DataSilence : LimitExposure
{
    private readonly long grace;
    private Instant heard;
    private long longest;
    private long covered;
    private long coveredWell;

    public DataSilence(Limit limit, ExposureSetting setting)
        : base(limit, setting) =>
        grace = Math.Max((long)(limit.Value!.Value * 60e6), setting.Hold);

    public override void Cover(Instant from, Instant to, in Sample sample)
    {
        long time = to.UnixMicroseconds - from.UnixMicroseconds;
        covered += time;
        if (Reading.ProvesSafety(sample))
            coveredWell += time;
        SilentUntil(to);
    }

    public override void Gap(Instant from, Instant to) => SilentUntil(to);

    public override Verdict Judge(Instant asOf, bool over)
    {
        VerdictReasons reasons = CommonReasons(over);
        var window = new TimeRange(Period.Range.Start, asOf);
        double minutes = longest / 60e6;
        var exposure = new ExposureValue(window, minutes, minutes, minutes, Span(covered), Span(coveredWell), window.Duration, Samples);
        // A duty is kept only by data: a shift too short to break it, with no data at all, tells nothing.
        VerdictOutcome outcome = Log.Any ? VerdictOutcome.Exceeded : Samples > 0 ? VerdictOutcome.Within : VerdictOutcome.CannotTell;
        return Say(outcome, reasons, exposure);
    }

    public override void CopyFrom(LimitExposure other)
    {
        base.CopyFrom(other);
        var from = (DataSilence)other;
        heard = from.heard;
        longest = from.longest;
        covered = from.covered;
        coveredWell = from.coveredWell;
    }

    protected override void Restart(bool goesOn, long next) => (heard, longest, covered, coveredWell) = (Period.Range.Start, 0, 0, 0);

    protected override void OnReading(in Sample sample)
    {
        Log.End(sample.Time);
        heard = sample.Time;
    }

    private void SilentUntil(Instant at)
    {
        long silence = at.UnixMicroseconds - heard.UnixMicroseconds;
        longest = Math.Max(longest, silence);
        if (silence <= grace)
            return;
        if (!Log.IsOpen)
            Log.Begin(new Instant(heard.UnixMicroseconds + grace), silence / 60e6, at, TimeSpan.Zero);
        Log.SetPeak(silence / 60e6, at);
    }
}
