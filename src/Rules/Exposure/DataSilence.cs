using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// The duty to have data: the longest silence of a shift. Its grace is never shorter than the time for which one
/// sample of the point stands, so that a slow sensor is not silent between two samples. Time in which this product could
/// not receive is no silence: of a silence around it only the time counts in which it could have heard.
/// </summary>
internal sealed class DataSilence : LimitExposure
{
    private readonly long grace;
    private Instant heard;
    private long longest;
    private long longestWithOurs;
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

    protected override void Gap(Instant from, Instant to) => SilentUntil(to);

    public override Verdict Judge(Instant asOf, bool over)
    {
        VerdictReasons reasons = CommonReasons(over);
        var window = new TimeRange(Period.Range.Start, asOf);
        double minutes = longest / 60e6;
        var exposure = new ExposureValue(window, minutes, minutes, longestWithOurs / 60e6, Span(covered), Span(coveredWell), window.Duration, Samples);
        // A duty is kept only by data: a shift too short to break it, with no data at all, tells nothing.
        if (Log.Any)
            return Say(VerdictOutcome.Exceeded, reasons, exposure);

        // Nobody knows what would have come while we could not hear.
        bool ours = longestWithOurs > grace;
        if (ours)
            reasons |= VerdictReasons.OwnOutage;
        return Say(Samples > 0 && !ours ? VerdictOutcome.Within : VerdictOutcome.CannotTell, reasons, exposure);
    }

    public override void CopyFrom(LimitExposure other)
    {
        base.CopyFrom(other);
        var from = (DataSilence)other;
        heard = from.heard;
        longest = from.longest;
        longestWithOurs = from.longestWithOurs;
        covered = from.covered;
        coveredWell = from.coveredWell;
    }

    protected override void Restart(bool goesOn, long next) =>
        (heard, longest, longestWithOurs, covered, coveredWell) = (Period.Range.Start, 0, 0, 0, 0);

    protected override void OnReading(in Sample sample)
    {
        Log.End(sample.Time);
        heard = sample.Time;
    }

    private void SilentUntil(Instant at)
    {
        long whole = at.UnixMicroseconds - heard.UnixMicroseconds;
        longestWithOurs = Math.Max(longestWithOurs, whole);
        long silence = whole - Setting.OwnOutages.MicrosecondsWithin(heard, at);
        longest = Math.Max(longest, silence);
        if (silence <= grace)
            return;
        if (!Log.IsOpen)
            Log.Begin(Setting.OwnOutages.AfterOutside(heard, grace), silence / 60e6, at, TimeSpan.Zero);
        Log.SetPeak(silence / 60e6, at);
    }
}
