using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Rules.Lanes;

/// <summary>
/// The samples of one point, folded in time order up to an instant: the period that runs, and the exposure against each
/// limit in it. Cheap to copy, so that a state can be kept and gone back to.
/// </summary>
/// <remarks>
/// Time moves only to samples, to ends of periods and to ends of holds, and to a tick in a copy that is thrown away;
/// so the state does not depend on when ticks came.
/// </remarks>
internal sealed class PointFold(ExposureSetting setting, LimitSelection selection)
{
    private LimitSet? limits;
    private bool holds;
    private Sample last;
    private bool useHolds;
    private Sample lastUse;

    public LimitExposure[] Exposures { get; private set; } = [];

    public ExposurePeriod Period { get; private set; }

    /// <summary>How far time has come.</summary>
    public Instant Frontier { get; private set; }

    /// <summary>Number of the next sample.</summary>
    public long Next { get; private set; }

    /// <summary>Number of the oldest sample that this state still looks back on.</summary>
    public long OldestNeeded
    {
        get
        {
            long oldest = Next;
            foreach (LimitExposure exposure in Exposures)
                oldest = Math.Min(oldest, exposure.OldestNeeded);
            return oldest;
        }
    }

    /// <summary>Begins at the start of the period that the instant lies in.</summary>
    public void Start(Instant instant, long next)
    {
        Next = next;
        holds = useHolds = false;
        limits = null;
        Open(setting.Point.Area.Shifts.PeriodAt(instant));
    }

    /// <summary>Moves time on, closing every period that ends on the way.</summary>
    /// <param name="to">Not before <see cref="Frontier"/>.</param>
    /// <param name="closed">Takes what the limits said of the periods that ended.</param>
    public void Advance(Instant to, List<PeriodOutcome> closed)
    {
        while (true)
        {
            Instant stop = Instant.Min(to, Period.Range.End);
            Pass(stop);
            if (stop < Period.Range.End)
                return;
            Close(closed);
            Open(setting.Point.Area.Shifts.PeriodAt(stop));
        }
    }

    /// <summary>Takes the next sample.</summary>
    public void Put(in Sample sample, List<PeriodOutcome> closed)
    {
        Advance(sample.Time, closed);
        Next++;
        if ((sample.Flags & SampleFlags.UseSignal) != 0)
        {
            (lastUse, useHolds) = (sample, sample.Flags.Counts());
            foreach (LimitExposure exposure in Exposures)
            {
                if (CountsUse(exposure))
                    exposure.Read(sample);
            }

            return;
        }

        last = sample;
        holds = sample.Flags.Counts();
        foreach (LimitExposure exposure in Exposures)
            exposure.Read(sample);
    }

    /// <summary>Takes over another state of the same point.</summary>
    public void CopyFrom(PointFold other)
    {
        if (!ReferenceEquals(limits, other.limits))
            Exposures = other.limits!.Create(setting);
        for (int i = 0; i < Exposures.Length; i++)
            Exposures[i].CopyFrom(other.Exposures[i]);
        limits = other.limits;
        holds = other.holds;
        last = other.last;
        (useHolds, lastUse) = (other.useHolds, other.lastUse);
        Period = other.Period;
        Frontier = other.Frontier;
        Next = other.Next;
    }

    private void Pass(Instant stop)
    {
        if (setting.Point.UsePointId is not null)
            PassInUse(Frontier, stop);
        if (holds)
        {
            var end = new Instant(Math.Min(stop.UnixMicroseconds, last.Time.UnixMicroseconds + setting.Hold));
            if (end > Frontier)
            {
                foreach (LimitExposure exposure in Exposures)
                {
                    if (!CountsUse(exposure))
                        exposure.Cover(Frontier, end, last);
                }

                Frontier = end;
            }
        }

        if (stop > Frontier)
        {
            foreach (LimitExposure exposure in Exposures)
            {
                if (!CountsUse(exposure))
                    exposure.Miss(Frontier, stop);
            }

            Frontier = stop;
        }
    }

    private bool CountsUse(LimitExposure exposure) => exposure.ByUse && setting.Point.UsePointId is not null;

    // Where it is not in use, nothing reaches the hand, whatever the sensor says or does not say; where nobody knows, it is missing.
    private void PassInUse(Instant from, Instant stop)
    {
        while (from < stop)
        {
            Instant useEnd = useHolds ? new Instant(lastUse.Time.UnixMicroseconds + setting.UseHold) : from;
            Instant ownEnd = holds ? new Instant(last.Time.UnixMicroseconds + setting.Hold) : from;
            bool isKnown = useEnd > from;
            bool isMeasured = ownEnd > from;
            Instant to = Instant.Min(stop, Instant.Min(isKnown ? useEnd : stop, isMeasured ? ownEnd : stop));
            double share = isKnown ? Math.Clamp(lastUse.Value / 100, 0, 1) : 0;
            SampleFlags doubt = lastUse.Flags & ~SampleFlags.UseSignal;
            foreach (LimitExposure exposure in Exposures)
            {
                if (!CountsUse(exposure))
                    continue;
                if (isKnown && share == 0)
                    exposure.CoverInUse(from, to, new Sample(from, 0, doubt), 0);
                else if (isKnown && isMeasured)
                    exposure.CoverInUse(from, to, last with { Flags = last.Flags | doubt }, share);
                else
                    exposure.Miss(from, to);
            }

            from = to;
        }
    }

    private void Close(List<PeriodOutcome> closed)
    {
        foreach (LimitExposure exposure in Exposures)
        {
            exposure.Finish();
            closed.Add(new PeriodOutcome(exposure.Judge(Period.Range.End, over: true), exposure.Occurrences));
        }
    }

    private void Open(ExposurePeriod period)
    {
        LimitSet chosen = selection.For(period);
        bool known = ReferenceEquals(chosen, limits);

        // Between two stretches without a shift nobody changes places: what is held and what rolls goes on. Into and out
        // of a shift nothing is carried, so that each shift is judged by its own samples alone.
        bool goesOn = known && !Period.IsShift && !period.IsShift;
        holds &= goesOn;
        useHolds &= goesOn;
        if (!known)
            Exposures = chosen.Create(setting);
        limits = chosen;
        Period = period;
        Frontier = period.Range.Start;
        foreach (LimitExposure exposure in Exposures)
            exposure.Begin(period, goesOn, Next);
    }
}
