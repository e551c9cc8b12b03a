using K3Monitor.Measurements;
using K3Monitor.Rules.Exposure;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational.Incidents;

namespace K3Monitor.Inspection.Incidents.Keeping;

/// <summary>A verdict as columns, and back.</summary>
internal static class JudgedRows
{
    /// <summary>Writes a verdict over a row.</summary>
    /// <returns>Whether anything differs.</returns>
    public static bool Put(JudgedRow row, Verdict verdict)
    {
        // The equivalent level has no column: it follows from the value.
        bool same = row.PeriodEnd == verdict.Period.Range.End && row.Shift == verdict.Period.Shift
            && row.Outcome == verdict.Outcome && row.Reasons == verdict.Reasons && ExposureOf(row) == Rounded(verdict.Exposure) with { EquivalentLevel = null };
        ExposureValue exposure = verdict.Exposure;
        row.PeriodEnd = verdict.Period.Range.End;
        row.Shift = verdict.Period.Shift;
        row.Outcome = verdict.Outcome;
        row.Reasons = verdict.Reasons;
        row.WindowStart = exposure.Window.Start;
        row.WindowEnd = exposure.Window.End;
        row.Value = exposure.Value;
        row.Lower = exposure.Lower;
        row.Upper = exposure.Upper;
        row.CoveredUs = Microseconds(exposure.Covered);
        row.CoveredWellUs = Microseconds(exposure.CoveredWell);
        row.RequiredUs = Microseconds(exposure.Required);
        row.Samples = exposure.Samples;
        return !same;
    }

    /// <summary>
    /// Whether a verdict says less than what is kept, because it rests on fewer samples: history that the kept one had is gone from
    /// the store. Samples that come late only add to their number. A breach that the known part shows is a breach whatever is
    /// missing, but for silence, which missing history looks like.
    /// </summary>
    public static bool RestsOnLess(JudgedRow row, Verdict verdict) => verdict.Exposure.Samples < row.Samples && row.Outcome switch
    {
        VerdictOutcome.CannotTell => false,
        VerdictOutcome.Within => verdict.Outcome != VerdictOutcome.Exceeded || verdict.Limit.Kind == LimitKind.DataDuty,
        _ => true,
    };

    public static Verdict Read(JudgedRow row, Limit limit) => new(
        limit, row.PointId, new ExposurePeriod(new TimeRange(row.PeriodStart, row.PeriodEnd), row.Shift), row.Outcome, row.Reasons,
        ExposureOf(row) with { EquivalentLevel = limit.Dose is { } dose && row.Value is { } percent ? NoiseDose.EquivalentLevel(percent, dose) : null });

    private static ExposureValue ExposureOf(JudgedRow row) => new(
        new TimeRange(row.WindowStart, row.WindowEnd), row.Value, row.Lower, row.Upper,
        Span(row.CoveredUs), Span(row.CoveredWellUs), Span(row.RequiredUs), row.Samples);

    private static ExposureValue Rounded(ExposureValue exposure) => exposure with
    {
        Covered = Span(Microseconds(exposure.Covered)),
        CoveredWell = Span(Microseconds(exposure.CoveredWell)),
        Required = Span(Microseconds(exposure.Required)),
    };

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Span(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
