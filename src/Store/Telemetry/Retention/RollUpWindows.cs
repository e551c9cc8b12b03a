using K3Monitor.Measurements;

namespace K3Monitor.Store.Telemetry.Retention;

/// <summary>The windows of one step of one day while they are filled.</summary>
internal sealed class RollUpWindows
{
    private readonly long start;
    private readonly long width;
    private readonly bool isLevel;
    private readonly Window[] windows;

    public RollUpWindows(TimeRange day, RollUpStep step, bool isLevel)
    {
        (start, width, this.isLevel) = (day.Start.UnixMicroseconds, RollUp.MicrosecondsOf(step), isLevel);
        windows = new Window[(day.End.UnixMicroseconds - start) / width];
    }

    public void Count(in Sample sample)
    {
        ref Window window = ref windows[(sample.Time.UnixMicroseconds - start) / width];
        window.Samples++;
        window.Flags |= sample.Flags;
        if (sample.Flags != SampleFlags.None)
            window.Flagged++;
        if (!sample.Flags.Counts())
            return;
        if (window.Counted++ == 0)
        {
            (window.Min, window.Max, window.First, window.Last) = (sample.Value, sample.Value, sample, sample);
            return;
        }

        window.Min = Math.Min(window.Min, sample.Value);
        window.Max = Math.Max(window.Max, sample.Value);
        window.Last = sample;
    }

    public void Spread(double value, long from, long to)
    {
        double power = isLevel ? Math.Pow(10, value / 10) : 0;
        for (long index = (from - start) / width; from < to; index++)
        {
            long end = Math.Min(to, start + ((index + 1) * width));
            ref Window window = ref windows[index];
            window.Covered += end - from;
            window.Sum.Add(value * (end - from));
            window.Energy.Add(power * (end - from));
            from = end;
        }
    }

    public IEnumerable<RollUp> Filled()
    {
        for (int i = 0; i < windows.Length; i++)
        {
            if (windows[i].Samples > 0 || windows[i].Covered > 0)
                yield return Finished(windows[i], new Instant(start + (i * width)));
        }
    }

    private RollUp Finished(in Window w, Instant at)
    {
        double? mean = w.Covered > 0 ? w.Sum.Value / w.Covered : null;
        double? energy = w.Covered > 0 && isLevel ? 10 * Math.Log10(w.Energy.Value / w.Covered) : null;
        return w.Counted > 0
            ? new RollUp(at, w.Samples, w.Flagged, w.Flags, w.Covered, w.Min, w.Max, mean, energy, w.First, w.Last)
            : new RollUp(at, w.Samples, w.Flagged, w.Flags, w.Covered, null, null, mean, energy, null, null);
    }

    private struct Window
    {
        public long Samples;
        public long Counted;
        public long Flagged;
        public long Covered;
        public SampleFlags Flags;
        public double Min;
        public double Max;
        public Sample First;
        public Sample Last;
        public Total Sum;
        public Total Energy;
    }

    /// <summary>A sum that keeps what rounding would lose (Kahan and Babuška, as Neumaier 1974 writes it).</summary>
    private struct Total
    {
        private double sum;
        private double lost;

        public readonly double Value => sum + lost;

        public void Add(double more)
        {
            double next = sum + more;
            lost += Math.Abs(sum) >= Math.Abs(more) ? (sum - next) + more : (more - next) + sum;
            sum = next;
        }
    }
}
