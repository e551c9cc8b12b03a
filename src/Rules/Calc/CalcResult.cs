using System.Text.Json.Nodes;

namespace K3Monitor.Rules.Calc;

/// <summary>One reason why a calculation was refused.</summary>
/// <param name="Key">Where: a key or a path such as <c>periods[2].hours</c>; <c>$</c> is the whole input.</param>
/// <param name="Message">What is wrong there and what would be accepted, in English.</param>
public sealed record CalcFault(string Key, string Message);

/// <summary>
/// What a topic made of its input: an answer, or the complete list of what is wrong with the input. Never both.
/// </summary>
/// <remarks>
/// Besides the keys of the topic an answer may hold <c>defaults</c> (each optional key that was left out, with the
/// value used), <c>ignored</c> (keys given that the topic does not know) and <c>reasons</c> (why a key is null).
/// The object belongs to the caller; each evaluation makes a new one.
/// </remarks>
public sealed class CalcResult
{
    private CalcResult(JsonObject? answer, IReadOnlyList<CalcFault> faults) => (Answer, Faults) = (answer, faults);

    /// <summary>The answer; null when the input was refused.</summary>
    public JsonObject? Answer { get; }

    /// <summary>What is wrong with the input; empty when there is an answer.</summary>
    public IReadOnlyList<CalcFault> Faults { get; }

    /// <summary>Whether there is an answer.</summary>
    public bool Succeeded => Answer is not null;

    internal static CalcResult Answered(JsonObject answer) => new(answer, []);

    internal static CalcResult Refused(IReadOnlyList<CalcFault> faults) => new(null, faults);
}
