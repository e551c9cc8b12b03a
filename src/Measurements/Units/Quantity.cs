namespace K3Monitor.Measurements;

/// <summary>How values of a quantity are averaged over time.</summary>
public enum Averaging
{
    /// <summary>By the arithmetic mean over time.</summary>
    Arithmetic,

    /// <summary>By energy: <c>10·log₁₀(mean(10^(L/10)))</c>, as levels in decibel demand.</summary>
    Energy,

    /// <summary>Never averaged: a peak stands for itself.</summary>
    None,
}

/// <summary>A gas or vapour, as far as a limit and a conversion need it.</summary>
/// <param name="Cas">CAS registry number.</param>
/// <param name="MolarMass">Grams per mole.</param>
public sealed record Agent(string Cas, double MolarMass);

/// <summary>What is measured: a name, one canonical unit, and the units that convert into it.</summary>
/// <param name="Id">Stable identifier in files, topics and the API, for example <c>sound.laeq</c>.</param>
/// <param name="Symbol">The short symbol drawn on pages, for example <c>LAeq</c>.</param>
/// <param name="NameId">Indonesian name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Canonical">The one unit in which every stored value is written.</param>
/// <param name="Averaging">How it is averaged over time.</param>
/// <param name="PlausibleMin">A value below cannot be a measurement; in the canonical unit.</param>
/// <param name="PlausibleMax">A value above cannot be a measurement; in the canonical unit.</param>
/// <param name="Agent">The gas, where the quantity is a concentration.</param>
public sealed record Quantity(
    string Id,
    string Symbol,
    string NameId,
    string NameEn,
    Unit Canonical,
    Averaging Averaging,
    double PlausibleMin,
    double PlausibleMax,
    Agent? Agent = null)
{
    /// <summary>The identifier.</summary>
    public override string ToString() => Id;
}
