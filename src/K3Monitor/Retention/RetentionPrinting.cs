using System.Globalization;
using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.App.Retention;

/// <summary>Writes what there is to say of retention as text.</summary>
internal static class RetentionPrinting
{
    private const int MostLines = 40;

    public static void Status(TextWriter output, RetentionStatus status)
    {
        output.WriteLine($"rule: {Rule(status.Rules.Default)}; an incident holds its periods and {Number(status.Rules.HoldMargin.TotalHours)} h around them until it is closed and released");
        output.WriteLine($"last run: {(status.LastRuns.Count > 0 ? Run(status.LastRuns[0]) : "none")}");
        foreach (QuantityHolding q in status.Plan.Quantities)
        {
            string name = q.QuantityId.Length > 0 ? q.QuantityId : "(assigned to no point)";
            output.WriteLine($"{name,-28} {Rule(q.Rule),-34} {Number(q.Samples),14} samples {Bytes(q.Bytes),12}   oldest {(q.OldestSample is { } oldest ? UtcDay.Name(oldest) : "–")}");
        }

        Disk(output, status);
        Plan(output, status.Plan);
    }

    public static string Run(RetentionRunRow run) => string.Create(
        CultureInfo.InvariantCulture, $"{run.Id} of {run.Requested} by {run.ByName}: {run.State.ToString().ToLowerInvariant()}; {run.Detail}");

    public static void Hold(TextWriter output, HoldRow hold)
    {
        string state = hold.Lifted is { } lifted ? $"lifted {lifted} by {hold.LiftedBy}" : "stands";
        output.WriteLine($"{HeldName(hold.Id),-10} {hold.Site}/{hold.Point} {hold.Range} by {hold.PlacedBy} {hold.Placed}, {state}: {hold.Reason}");
    }

    private static void Plan(TextWriter output, RetentionPlan plan)
    {
        if (plan.RollUp.Count > 0)
            output.WriteLine($"to be rolled up first: {Number(plan.RollUp.Count)} days from {UtcDay.Name(plan.RollUp[0])} to {UtcDay.Name(plan.RollUp[^1])}");
        foreach (PlannedRemoval r in plan.Removals.Take(MostLines))
            output.WriteLine($"would go: {UtcDay.Name(r.Day)} {Layer(r.Layer)} of {r.QuantityId}, {Number(r.Channels.Count)} channels{(r.Layer == TelemetryLayer.Raw ? $", {Number(r.Samples)} samples, {Bytes(r.Bytes)}" : "")}");
        More(output, plan.Removals.Count);
        foreach (PlannedKeeping k in plan.Kept.Take(MostLines))
            output.WriteLine($"kept: {UtcDay.Name(k.Day)} {Layer(k.Layer)} of {k.QuantityId}, {Number(k.Channels.Count)} channels: {Why(k)}");
        More(output, plan.Kept.Count);
        output.WriteLine($"in all: {Number(plan.Samples)} samples, {Bytes(plan.Bytes)}; held: {Number(plan.HeldChannelDays)} channel-days");
        output.WriteLine($"plan: {plan.Hash}");
    }

    private static void Disk(TextWriter output, RetentionStatus status)
    {
        DiskForecast forecast = status.Forecast;
        string free = status.Disk is { } disk ? $"{Bytes(disk.FreeBytes)} of {Bytes(disk.TotalBytes)} free" : "cannot be read";
        string full = forecast switch
        {
            { BytesPerDay: null } => $"cannot tell when it will be full: {Number(forecast.Days)} days of readings, {DiskForecast.FewestDays} are needed",
            { Full: null } => $"it is not filling, by {Number(forecast.Days)} days of readings",
            _ => $"full about {UtcDay.Name(forecast.Full!.Value)} if it goes on by {Bytes((long)forecast.BytesPerDay!.Value)} a day, by {Number(forecast.Days)} days of readings",
        };
        output.WriteLine($"disk: {free}; {full}");
    }

    private static void More(TextWriter output, int count)
    {
        if (count > MostLines)
            output.WriteLine($"… and {Number(count - MostLines)} more");
    }

    private static string Why(PlannedKeeping k) => k.Reason switch
    {
        KeptReason.Incident => $"held by incident {k.Detail}",
        KeptReason.Hold => $"held by {k.Detail}",
        KeptReason.NotRolledUp => "not rolled up yet, or samples came since",
        KeptReason.CameAfterRemoval => "came after the samples of the day had been removed",
        _ => "the store cannot remove",
    };

    private static string Layer(TelemetryLayer layer) => layer switch { TelemetryLayer.Raw => "samples", TelemetryLayer.Minute => "1-min roll-ups", _ => "15-min roll-ups" };

    private static string Rule(RetentionRule rule) => $"samples {Days(rule.RawDays)}, 1 min {Days(rule.MinuteDays)}, 15 min {Days(rule.QuarterHourDays)}";

    private static string Days(int days) => days == 0 ? "for ever" : Number(days) + " d";

    private static string HeldName(int id) => "hold " + Number(id);

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Bytes(long? bytes) => bytes switch
    {
        null => "bytes unknown",
        < 1 << 20 => Number(bytes.Value / 1024.0) + " KiB",
        < 1L << 30 => Number(bytes.Value / (double)(1 << 20)) + " MiB",
        _ => Number(bytes.Value / (double)(1L << 30)) + " GiB",
    };
}
