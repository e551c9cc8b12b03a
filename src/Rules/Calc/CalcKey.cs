namespace K3Monitor.Rules.Calc;

/// <summary>One key that a topic reads or writes.</summary>
/// <param name="Name">The JSON key, spelt exactly; alternatives are separated by <c>|</c>.</param>
/// <param name="Meaning">What it is, with its unit and allowed range.</param>
/// <param name="Required">Whether an answer needs it. Optional keys state their default in the meaning.</param>
public sealed record CalcKey(string Name, string Meaning, bool Required)
{
    /// <summary>A key without which there is no answer.</summary>
    /// <param name="name">The JSON key.</param>
    /// <param name="meaning">Meaning, unit, range.</param>
    public static CalcKey Needed(string name, string meaning) => new(name, meaning, true);

    /// <summary>A key that may be left out; also every key of an answer that depends on what was given.</summary>
    /// <param name="name">The JSON key.</param>
    /// <param name="meaning">Meaning, unit, range, default.</param>
    public static CalcKey Maybe(string name, string meaning) => new(name, meaning, false);
}
