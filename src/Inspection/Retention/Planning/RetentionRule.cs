using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Inspection.Retention.Planning;

/// <summary>How long samples and roll-ups of a quantity are kept, in whole UTC days after the day of the sample; 0 for ever.</summary>
/// <param name="RawDays">Samples; not less than 7, so that what the rules look back on is always there.</param>
/// <param name="MinuteDays">Roll-ups of one minute; not shorter than samples.</param>
/// <param name="QuarterHourDays">Roll-ups of fifteen minutes; not shorter than those of one minute.</param>
public readonly record struct RetentionRule(int RawDays, int MinuteDays, int QuarterHourDays)
{
    /// <summary>The fewest days for which samples are kept.</summary>
    public const int FewestDays = 7;

    /// <summary>Everything for ever.</summary>
    public static RetentionRule KeepAll { get; } = new(0, 0, 0);

    /// <summary>Days for which a layer is kept; 0 for ever.</summary>
    public int DaysOf(TelemetryLayer layer) => layer switch
    {
        TelemetryLayer.Raw => RawDays,
        TelemetryLayer.Minute => MinuteDays,
        _ => QuarterHourDays,
    };

    /// <summary>What is wrong with it; null when nothing.</summary>
    public string? Fault()
    {
        if (RawDays is < 0 or (> 0 and < FewestDays))
            return $"samples are kept for 0 (for ever) or at least {FewestDays} days, not {RawDays}";
        if (IsShorter(MinuteDays, RawDays))
            return $"roll-ups of one minute are kept at least as long as samples: 0 (for ever) or {RawDays} days and more, not {MinuteDays}";
        return IsShorter(QuarterHourDays, MinuteDays)
            ? $"roll-ups of fifteen minutes are kept at least as long as those of one minute: 0 (for ever){(MinuteDays > 0 ? $" or {MinuteDays} days and more" : "")}, not {QuarterHourDays}"
            : null;
    }

    private static bool IsShorter(int days, int than) => days != 0 && (than == 0 || days < than);
}

/// <summary>The rules of an installation.</summary>
/// <param name="Default">For every quantity that is not named.</param>
/// <param name="Quantities">By identifier of the quantity.</param>
/// <param name="HoldMargin">What is held before and after the periods of an incident.</param>
/// <param name="HoldIntervals">A sample stands for so many expected intervals at most.</param>
public sealed record RetentionRules(RetentionRule Default, IReadOnlyDictionary<string, RetentionRule> Quantities, TimeSpan HoldMargin, double HoldIntervals)
{
    /// <summary>Everything for ever.</summary>
    public static RetentionRules KeepAll { get; } = new(RetentionRule.KeepAll, new Dictionary<string, RetentionRule>(StringComparer.Ordinal), TimeSpan.FromHours(24), 3);

    /// <summary>The rule of a quantity.</summary>
    public RetentionRule Of(string quantityId) => Quantities.TryGetValue(quantityId, out RetentionRule rule) ? rule : Default;
}
