using System.Globalization;
using System.Text.Json;
using K3Monitor.Measurements;
using K3Monitor.Store.Telemetry.Influx.Reading;
using K3Monitor.Store.Telemetry.Influx.Writing;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Influx.Retention;

/// <summary>
/// How a roll-up lies in InfluxDB: measurements <c>k3_rollup_1m</c> and <c>k3_rollup_15m</c>, tag <c>channel</c>, time its start. Every
/// field is always written, so that a window made anew overwrites the one before whole: where <c>counted</c> is 0 there is no
/// least, largest, first or last, where <c>covered_us</c> is 0 no mean, where <c>level</c> is false no energy mean.
/// </summary>
internal static class RollUpLines
{
    private const string Fields =
        "samples, counted, flagged, flags, covered_us, min, max, mean, level, energy_mean, first_us, first, first_flags, last_us, last, last_flags";

    public static string Measurement(RollUpStep step) => step == RollUpStep.Minute ? "k3_rollup_1m" : "k3_rollup_15m";

    public static string Of(int channel, RollUpStep step, in RollUp w)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Sample first = w.First ?? default;
        Sample last = w.Last ?? default;
        string level = w.EnergyMean is null ? "false" : "true";
        return string.Create(culture, $"{Measurement(step)},channel={channel} samples={w.Samples}i,counted={(w.First is null ? 0 : 1)}i,flagged={w.Flagged}i,flags={(int)w.Flags}i,") +
            string.Create(culture, $"covered_us={w.CoveredMicroseconds}i,min={w.Min ?? 0:R},max={w.Max ?? 0:R},mean={w.Mean ?? 0:R},level={level},energy_mean={w.EnergyMean ?? 0:R},") +
            string.Create(culture, $"first_us={first.Time.UnixMicroseconds}i,first={first.Value:R},first_flags={(int)first.Flags}i,") +
            string.Create(culture, $"last_us={last.Time.UnixMicroseconds}i,last={last.Value:R},last_flags={(int)last.Flags}i {Lines.Nanoseconds(w.Start)}");
    }

    /// <summary>Every window of a day: ones without anything too, which overwrite what an earlier making may have left.</summary>
    public static IEnumerable<string> OfDay(FoldedDay day, DateOnly date, RollUpStep step, bool again)
    {
        if (!again)
            return day.Of(step).Select(w => Of(day.ChannelId, step, w));
        Dictionary<Instant, RollUp> made = day.Of(step).ToDictionary(w => w.Start);
        TimeRange range = UtcDay.Range(date);
        long width = RollUp.MicrosecondsOf(step);
        return Enumerable.Range(0, (int)(UtcDay.Microseconds / width)).Select(i => new Instant(range.Start.UnixMicroseconds + (i * width)))
            .Select(at => Of(day.ChannelId, step, made.TryGetValue(at, out RollUp w) ? w : new RollUp(at, 0, 0, SampleFlags.None, 0, null, null, null, null, null, null)));
    }

    public static string Select(int channel, RollUpStep step, TimeRange range) => $"SELECT {Fields} FROM {Measurement(step)} WHERE {SampleReading.During(channel, range)}";

    public static List<RollUp> Read(IReadOnlyList<InfluxSeries> answer)
    {
        var windows = new List<RollUp>();
        foreach (InfluxSeries series in answer)
        {
            foreach (JsonElement row in series.Rows)
            {
                if (Read(series, row) is { } window)
                    windows.Add(window);
            }
        }

        windows.Sort((a, b) => a.Start.CompareTo(b.Start));
        return windows;
    }

    private static RollUp? Read(InfluxSeries series, JsonElement row)
    {
        long Whole(string name) => row[series.Column(name)].GetInt64();
        double Number(string name) => row[series.Column(name)].GetDouble();
        long covered = Whole("covered_us");
        bool counted = Whole("counted") > 0;
        if (Whole("samples") == 0 && covered == 0)
            return null;
        bool level = covered > 0 && row[series.Column("level")].GetBoolean();
        return new RollUp(
            Lines.Split(row[series.Column("time")].GetInt64()).Time, Whole("samples"), Whole("flagged"), (SampleFlags)Whole("flags"), covered,
            counted ? Number("min") : null, counted ? Number("max") : null, covered > 0 ? Number("mean") : null, level ? Number("energy_mean") : null,
            counted ? new Sample(new Instant(Whole("first_us")), Number("first"), (SampleFlags)Whole("first_flags")) : null,
            counted ? new Sample(new Instant(Whole("last_us")), Number("last"), (SampleFlags)Whole("last_flags")) : null);
    }
}
