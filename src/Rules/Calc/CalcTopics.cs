using System.Diagnostics.CodeAnalysis;
using K3Monitor.Rules.Calc.Topics;

namespace K3Monitor.Rules.Calc;

/// <summary>Every topic of the calculator.</summary>
/// <remarks>Immutable and safe from any thread.</remarks>
public static class CalcTopics
{
    private static readonly Dictionary<string, CalcTopic> ByName = new CalcTopic[]
    {
        ChemicalTopics.Mixture,
        ChemicalTopics.Stel15,
        ChemicalTopics.Twa8h,
        ChemicalTopics.UnitConversion,
        ExtendedShiftTopic.Topic,
        GasTopics.ConfinedSpace,
        GasTopics.CrossFactor,
        GasTopics.LelToPpm,
        HeatEstimateTopics.DewPoint,
        HeatEstimateTopics.GlobeTemperature,
        HeatEstimateTopics.Indoor,
        HeatEstimateTopics.MeanRadiant,
        HeatEstimateTopics.Saturation,
        HeatEstimateTopics.Simple,
        HeatEstimateTopics.WetBulb,
        HeatTopics.Acclimatisation,
        HeatTopics.Bands,
        HeatTopics.Erratum,
        HeatTopics.Iso7243,
        HeatTopics.MetabolicTwa,
        HeatTopics.Niosh,
        HeatTopics.RestBreak,
        HeatTopics.WbgtTopic,
        HeatTopics.WbgtTwa,
        LiljegrenTopic.Topic,
        NoiseExposureTopics.EnergyAverage,
        NoiseExposureTopics.Lex8h,
        NoiseExposureTopics.Points,
        NoiseExposureTopics.Protector,
        NoiseExposureTopics.TimeToAction,
        NoiseExposureTopics.Weekly,
        NoiseTopics.ActionLevel,
        NoiseTopics.Boundary,
        NoiseTopics.Dose,
        NoiseTopics.DoseToTwa,
        NoiseTopics.PublishedErratum,
        NoiseTopics.ReferenceDuration,
        NoiseTopics.TwaToDose,
        PlaceTopics.Demerit,
        PlaceTopics.Grid,
        StatisticsTopics.Factor,
        StatisticsTopics.LognormalTopic,
        StatisticsTopics.Percentile,
        StatisticsTopics.Preliminary,
        StatisticsTopics.UpperTolerance,
        VibrationTopics.DoseValue,
        VibrationTopics.HandArm,
        VibrationTopics.Points,
        VibrationTopics.Trigger,
        VibrationTopics.WholeBody,
    }.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>All topics, by name in ordinal order.</summary>
    public static IReadOnlyList<CalcTopic> All { get; } = [.. ByName.Values.OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>Finds a topic.</summary>
    /// <param name="name">Its exact name, such as <c>noise.dose</c>.</param>
    /// <param name="topic">The topic, or null.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGet(string name, [NotNullWhen(true)] out CalcTopic? topic)
    {
        topic = null;
        return name is not null && ByName.TryGetValue(name, out topic);
    }
}
