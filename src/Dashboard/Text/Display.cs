using System.Globalization;
using K3Monitor.Inspection.Evidence;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using Microsoft.Extensions.Localization;

namespace K3Monitor.Dashboard.Text;

/// <summary>Figures and words of the field as a page writes them, in the reader's language.</summary>
internal sealed class Display(IStringLocalizer<Ui> text)
{
    /// <summary>A figure with the digits that a reader can use, in the culture of the page.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) < 1 ? "0.####" : Math.Abs(value) < 100 ? "0.##" : "#,0.#", CultureInfo.CurrentCulture);

    /// <summary>A whole number with grouping marks.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.CurrentCulture);

    /// <summary>A figure with its unit; the words for "no data" when there is none.</summary>
    public string Value(double? value, string unit) => value is { } number ? $"{Number(number)} {unit}" : text["Common.NoData"];

    /// <summary>The exposure of a running period; with too little covered so far, what is known alone, marked as at least that.</summary>
    public string SoFar(Verdict verdict)
    {
        ExposureValue exposure = verdict.Exposure;
        bool enough = exposure.Covered >= exposure.Window.Duration * verdict.Limit.MinimumCoverage;
        return enough || exposure.Lower is null ? Value(exposure.Value, verdict.Limit.Unit) : "≥ " + Value(exposure.Lower, verdict.Limit.Unit);
    }

    /// <summary>A share as percent; a dash when there is none.</summary>
    public static string Share(double? share) => share is { } value ? value.ToString("#,0%", CultureInfo.CurrentCulture) : "–";

    /// <summary>A share as percent, as times from tenfold on: the pace of a dose soon grows beyond what percents can tell.</summary>
    public static string Multiple(double share) => share >= 10 ? share.ToString("#,0×", CultureInfo.CurrentCulture) : Share(share);

    /// <summary>A text of a rule in the language of the page.</summary>
    public static string In(LocalText local) => Languages.IsIndonesian ? local.Id : local.En;

    /// <summary>Name of a quantity in the language of the page.</summary>
    public static string Name(Quantity quantity) => Languages.IsIndonesian ? quantity.NameId : quantity.NameEn;

    /// <summary>A name inside a sentence: its first letter small, unless it is an abbreviation.</summary>
    public static string Within(string name) =>
        name.Length > 1 && char.IsLower(name[1]) ? char.ToLower(name[0], CultureInfo.CurrentCulture) + name[1..] : name;

    /// <summary>A duration in its two largest units.</summary>
    public string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero)
            span = TimeSpan.Zero;
        if (span.Seconds == 0 && span.Minutes > 0 && span.TotalHours < 1)
            return text["Time.Minutes", span.Minutes];
        if (span.Minutes == 0 && span.Hours > 0 && span.TotalDays < 1)
            return text["Time.Hours", span.Hours];
        if (span.TotalDays >= 1)
            return text["Time.DaysHours", (int)span.TotalDays, span.Hours];
        if (span.TotalHours >= 1)
            return text["Time.HoursMinutes", (int)span.TotalHours, span.Minutes];
        return span.TotalMinutes >= 1 ? text["Time.MinutesSeconds", (int)span.TotalMinutes, span.Seconds] : text["Time.Seconds", (int)span.TotalSeconds];
    }

    /// <summary>Word for a severity.</summary>
    public string Word(Severity severity) => text["Severity." + severity];

    /// <summary>Word for a state of work.</summary>
    public string Word(IncidentState state) => text["State." + state];

    /// <summary>Word for a kind of limit.</summary>
    public string Word(LimitKind kind) => text["Kind." + kind];

    /// <summary>Word for a workload class.</summary>
    public string Word(Workload workload) => text["Workload." + workload];

    /// <summary>Word for a verdict.</summary>
    public string Word(VerdictOutcome outcome) => text["Outcome." + outcome];

    /// <summary>Words for the cause of a gap.</summary>
    public string Word(GapCause cause) => text["GapCause." + cause];

    /// <summary>The reasons of a verdict, one sentence each.</summary>
    public IEnumerable<string> Words(VerdictReasons reasons) =>
        Enum.GetValues<VerdictReasons>().Where(r => r != VerdictReasons.None && reasons.HasFlag(r)).Select(r => text["Reason." + r].Value);

    /// <summary>What is known against a sample, in words; empty when nothing is.</summary>
    public string Words(SampleFlags flags) => string.Join(
        ", ", Enum.GetValues<SampleFlags>().Where(f => f != SampleFlags.None && flags.HasFlag(f)).Select(f => text["Flag." + f].Value));

    /// <summary>The limit's value with its unit: <c>85 dB(A)</c>, <c>19,5–23,5 %vol</c>.</summary>
    public string LimitValue(Limit limit) => (limit.LowerValue, limit.Value) switch
    {
        ({ } low, _) when limit.Kind == LimitKind.Illumination => $"≥ {Number(low)} {limit.Unit}",
        ({ } low, { } high) => $"{Number(low)}–{Number(high)} {limit.Unit}",
        ({ } low, null) => $"≥ {Number(low)} {limit.Unit}",
        (null, { } high) when limit.Kind == LimitKind.DataDuty => Duration(TimeSpan.FromMinutes(high)),
        (null, { } high) => $"{Number(high)} {limit.Unit}",
        _ when limit.FigureNotFound => text["Limit.NoFigure"],
        _ when limit.Formula is { } formula => $"{formula} [{limit.Unit}]",
        _ => text["Limit.NotPermitted"],
    };

    /// <summary>What was reached, with its unit.</summary>
    public string Reached(Limit limit, double peak) => limit.Kind == LimitKind.DataDuty ? Duration(TimeSpan.FromMinutes(peak)) : Value(peak, limit.Unit);

    /// <summary>Name of what a record line says happened; the stable code itself when it has no name.</summary>
    public string Event(string kind)
    {
        LocalizedString named = text["Event." + kind];
        return named.ResourceNotFound ? kind : named.Value;
    }

    /// <summary>Name of a part of the system; its own name when it has no other.</summary>
    public string Part(string part)
    {
        LocalizedString named = text["Part." + part];
        return named.ResourceNotFound ? part : named.Value;
    }

    /// <summary>Lengths of the exposure's averaging and of shifts.</summary>
    public static string Hours(TimeSpan span) => Number(span.TotalHours);
}
