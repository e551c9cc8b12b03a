using K3Monitor.Rules.Exposure;

namespace K3Monitor.Rules.Limits;

/// <summary>The limits that hold for one point in one period, each with whether it can be judged at all.</summary>
internal sealed class LimitSet(IReadOnlyList<(Limit Limit, bool SettingMissing)> entries)
{
    public IReadOnlyList<(Limit Limit, bool SettingMissing)> Entries { get; } = entries;

    /// <summary>Whether another choice came to the same.</summary>
    public bool Is(LimitSet other)
    {
        if (Entries.Count != other.Entries.Count)
            return false;
        for (int i = 0; i < Entries.Count; i++)
        {
            if (!ReferenceEquals(Entries[i].Limit, other.Entries[i].Limit) || Entries[i].SettingMissing != other.Entries[i].SettingMissing)
                return false;
        }

        return true;
    }

    /// <summary>An exposure for each limit, not yet begun.</summary>
    public LimitExposure[] Create(ExposureSetting setting) => [.. Entries.Select(e => Create(e.Limit, e.SettingMissing, setting))];

    private static LimitExposure Create(Limit limit, bool settingMissing, ExposureSetting setting)
    {
        if (settingMissing)
            return new MissingSetting(limit, setting);
        return limit.Kind switch
        {
            LimitKind.Dose or LimitKind.TimeWeightedAverage or LimitKind.DailyVibration or LimitKind.RadiantExposure => new ShiftSum(limit, setting),
            LimitKind.IndoorAir when limit.AveragingTime > TimeSpan.Zero =>
                limit.LowerValue is null ? new ShiftSum(limit, setting) : new ShiftMean(limit, setting),
            LimitKind.ShortTerm or LimitKind.HeatHourly => new RollingMean(limit, setting),
            LimitKind.FieldStrength when limit.AveragingTime > TimeSpan.Zero => new RollingMean(limit, setting),
            LimitKind.Ceiling or LimitKind.Range or LimitKind.Illumination or LimitKind.RestDuty or LimitKind.IndoorAir or LimitKind.FieldStrength =>
                new SingleReading(limit, setting),
            LimitKind.PermittedDuration => new PermittedTime(limit, setting),
            LimitKind.MaximumPeak => new PermittedPeak(limit, setting),
            LimitKind.DataDuty => new DataSilence(limit, setting),
            _ => throw new InvalidOperationException($"no exposure is known for {limit.Kind}"),
        };
    }
}
