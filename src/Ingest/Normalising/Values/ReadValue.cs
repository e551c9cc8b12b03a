using K3Monitor.Ingest.Formats;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Normalising.Values;

/// <summary>A value as it was read.</summary>
/// <param name="Value">The value; missing when <paramref name="Reason"/> says why.</param>
/// <param name="Flags">What is known against it.</param>
/// <param name="Reason">Why it is missing, marked or refused.</param>
/// <param name="Refused">It cannot be what was sent for a value: it must be shown as refused.</param>
/// <param name="Unit">Unit that stood beside the number, as in <c>23.4 °C</c>.</param>
internal readonly record struct ReadValue(Scalar Value, SampleFlags Flags = SampleFlags.None, string? Reason = null, bool Refused = false, string? Unit = null)
{
    public static ReadValue Missing(string reason) => new(Scalar.Missing, SampleFlags.Bad, reason);

    public static ReadValue Refuse(string why) => new(Scalar.Missing, SampleFlags.None, why, Refused: true);
}

/// <summary>What a format knows of its values beyond the general rules.</summary>
internal sealed record ValueRules
{
    /// <summary>Nothing beyond them.</summary>
    public static ValueRules General { get; } = new();

    /// <summary><c>ON</c> and <c>OFF</c> are states.</summary>
    public bool OnOff { get; init; }

    /// <summary>Numbers that this sender uses for "no reading", whatever the channel.</summary>
    public IReadOnlyList<double> Sentinels { get; init; } = [];

    /// <summary>
    /// The number is still to be scaled: of the shipped sentinels only those that stand for no reading whatever the channel are
    /// looked for. The rest is for <see cref="ValueReader.Scaled"/>.
    /// </summary>
    public bool IsRaw { get; init; }

    /// <summary>Temperatures are known to be in °C: what cannot be one is refused.</summary>
    public bool CelsiusKnown { get; init; }

    /// <summary>Text that is no number is refused rather than kept as a word.</summary>
    public bool NumbersOnly { get; init; }
}
