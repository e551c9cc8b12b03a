using K3Monitor.Measurements;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Rules.Exposure;

/// <summary>
/// Stands for a limit that cannot be judged because the area lacks what it needs: a workload, a share of work, or any
/// shift. It says so instead of saying nothing.
/// </summary>
internal sealed class MissingSetting(Limit limit, ExposureSetting setting) : LimitExposure(limit, setting)
{
    private long covered;

    public override void Cover(Instant from, Instant to, in Sample sample) => covered += to.UnixMicroseconds - from.UnixMicroseconds;

    protected override void Gap(Instant from, Instant to)
    {
    }

    public override Verdict Judge(Instant asOf, bool over)
    {
        var window = new TimeRange(Period.Range.Start, asOf);
        var exposure = new ExposureValue(window, null, null, null, Span(covered), TimeSpan.Zero, window.Duration, Samples);
        return Say(VerdictOutcome.CannotTell, CommonReasons(over) | VerdictReasons.Setting, exposure);
    }

    public override void CopyFrom(LimitExposure other)
    {
        base.CopyFrom(other);
        covered = ((MissingSetting)other).covered;
    }

    protected override void Restart(bool goesOn, long next) => covered = 0;
}
