using K3Monitor.Inspection.Evidence;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Dashboard.Api.Retention;

/// <summary>One window of a roll-up. It is no sample.</summary>
/// <param name="T">Its beginning, ISO 8601.</param>
/// <param name="Samples">How many samples lay in it.</param>
/// <param name="Flagged">How many of them carried a mark.</param>
/// <param name="CoveredSeconds">Time of it for which samples stood.</param>
/// <param name="Min">Smallest value; null when none counted.</param>
/// <param name="Max">Largest value; null when none counted.</param>
/// <param name="Mean">Mean over the covered time; null when none was.</param>
/// <param name="EnergyMean">Mean by energy for levels; null otherwise.</param>
internal sealed record RolledWindowShape(DateTimeOffset T, long Samples, long Flagged, double CoveredSeconds, double? Min, double? Max, double? Mean, double? EnergyMean)
{
    public static RolledWindowShape Of(RollUp w) => new(
        w.Start.ToDateTimeOffset(), w.Samples, w.Flagged, w.CoveredMicroseconds / 1e6, w.Min, w.Max, w.Mean, w.EnergyMean);
}

/// <summary>A stretch whose samples were removed by the rule of retention.</summary>
/// <param name="From">First instant.</param>
/// <param name="To">First instant after it.</param>
/// <param name="WindowSeconds">Length of each window.</param>
/// <param name="Windows">What was rolled up; empty when that was removed as well.</param>
internal sealed record RolledShape(DateTimeOffset From, DateTimeOffset To, double WindowSeconds, IReadOnlyList<RolledWindowShape> Windows)
{
    public static RolledShape Of(RolledStretch s) => new(
        s.Range.Start.ToDateTimeOffset(), s.Range.End.ToDateTimeOffset(), s.Window.TotalSeconds, [.. s.Windows.Select(RolledWindowShape.Of)]);
}
