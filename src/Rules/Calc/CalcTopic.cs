using System.Text.Json;

namespace K3Monitor.Rules.Calc;

/// <summary>One formula, or one family of formulas, that can be asked by name with JSON.</summary>
/// <param name="Name">Dotted lower-case name, for example <c>noise.dose</c>.</param>
/// <param name="Summary">One sentence: what it computes.</param>
/// <param name="Source">Where the formula comes from.</param>
/// <param name="Given">The keys it reads.</param>
/// <param name="Expected">The keys it writes.</param>
/// <remarks>Immutable and safe from any thread.</remarks>
public sealed record CalcTopic(
    string Name, string Summary, string Source, IReadOnlyList<CalcKey> Given, IReadOnlyList<CalcKey> Expected)
{
    internal Action<GivenReader, AnswerWriter> Formula { get; init; } = static (_, _) => { };

    /// <summary>Computes the topic from its input.</summary>
    /// <param name="given">A JSON object with the keys of <see cref="Given"/>; a number or an array of numbers where stated.</param>
    /// <returns>
    /// An answer with unrounded values, or every fault found. Bad input (missing key, wrong type, number that is not
    /// finite or out of range, unknown method) is a fault, never an exception; keys that the topic does not know are
    /// named under <c>ignored</c>.
    /// </returns>
    public CalcResult Evaluate(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object)
            return CalcResult.Refused([new CalcFault("$", $"a JSON object is needed, not {GivenReader.Describe(given)}")]);
        if (!GivenText.IsSound(given))
            return CalcResult.Refused([new CalcFault("$", "the input holds an escape that is half a character")]);
        var faults = new List<CalcFault>();
        var reader = new GivenReader(given, string.Empty, faults);
        var writer = new AnswerWriter(faults);
        Formula(reader, writer);
        if (faults.Count == 0)
            writer.Close(reader);
        return faults.Count > 0 ? CalcResult.Refused(faults) : CalcResult.Answered(writer.Answer);
    }
}
