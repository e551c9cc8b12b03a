using System.Globalization;

namespace K3Monitor.Rules.Calc;

/// <summary>What a number may be. The bounds are physical, never legal: a value over a limit is what one asks about.</summary>
internal sealed record Allowed(double Low, double High, bool LowOpen = false, bool Whole = false)
{
    /// <summary>Any finite sound level in dB that a calculation can be about.</summary>
    internal static readonly Allowed Level = new(-50, 250);

    /// <summary>A criterion, an action level or a factor in dB.</summary>
    internal static readonly Allowed Decibels = new(0, 250);

    /// <summary>Zero or more.</summary>
    internal static readonly Allowed NotNegative = new(0, double.MaxValue);

    /// <summary>More than zero.</summary>
    internal static readonly Allowed Positive = new(0, double.MaxValue, LowOpen: true);

    /// <summary>Hours: zero up to a year, so that a time in minutes or seconds given as hours is noticed.</summary>
    internal static readonly Allowed Hours = new(0, 8784);

    /// <summary>Hours of one working day, more than zero.</summary>
    internal static readonly Allowed DayHours = new(0, 24, LowOpen: true);

    /// <summary>Air temperatures in °C within which the empirical formulas are used.</summary>
    internal static readonly Allowed Celsius = new(-100, 200);

    /// <summary>Absolute temperature.</summary>
    internal static readonly Allowed Kelvin = new(173.15, 473.15);

    /// <summary>Per cent from 0 to 100.</summary>
    internal static readonly Allowed Percent = new(0, 100);

    /// <summary>Relative humidity in per cent: a logarithm needs more than zero.</summary>
    internal static readonly Allowed Humidity = new(0, 100, LowOpen: true);

    /// <summary>A share from 0 to 1.</summary>
    internal static readonly Allowed Share = new(0, 1);

    /// <summary>A probability strictly between 0 and 1.</summary>
    internal static readonly Allowed Probability = new(1e-6, 1 - 1e-6);

    /// <summary>Metabolic rate of one person in watts.</summary>
    internal static readonly Allowed Metabolic = new(0, 3000, LowOpen: true);

    internal static Allowed Count(int least, int most) => new(least, most, Whole: true);

    internal string? Objection(double number)
    {
        bool low = LowOpen ? number <= Low : number < Low;
        if (low || number > High)
            return string.Create(CultureInfo.InvariantCulture, $"{number:R} is outside {Words()}");
        return Whole && number != Math.Floor(number) ? string.Create(CultureInfo.InvariantCulture, $"{number:R} is not a whole number") : null;
    }

    private string Words() => High == double.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"{(LowOpen ? "more than" : "at least")} {Low:R}")
        : string.Create(CultureInfo.InvariantCulture, $"{(LowOpen ? "more than " : string.Empty)}{Low:R} to {High:R}");
}
