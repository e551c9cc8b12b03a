namespace K3Monitor.Rules.Limits;

/// <summary>Checks packs that are to be used together.</summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class RulePackSet
{
    /// <summary>
    /// Every fault across packs: the same edition of a pack twice, and editions of one pack whose days in force overlap,
    /// so that two figures would hold at once.
    /// </summary>
    /// <returns>Empty when the packs may be used together.</returns>
    public static IReadOnlyList<PackFault> Check(IReadOnlyList<RulePack> packs)
    {
        ArgumentNullException.ThrowIfNull(packs);
        var faults = new List<PackFault>();
        for (int later = 1; later < packs.Count; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                RulePack a = packs[earlier];
                RulePack b = packs[later];
                if (a.Id != b.Id)
                    continue;
                if (a.Edition == b.Edition)
                    faults.Add(new PackFault(b.File, 0, "edition", $"pack {b.Id} edition {b.Edition} is in {a.File} already"));
                else if (Overlap(a, b))
                    faults.Add(new PackFault(b.File, 0, "in_force", $"pack {b.Id}: editions {a.Edition} ({a.File}) and {b.Edition} are in force on the same days"));
            }
        }

        return faults;
    }

    private static bool Overlap(RulePack a, RulePack b) =>
        (a.InForceTo is not { } endOfA || b.InForceFrom < endOfA) && (b.InForceTo is not { } endOfB || a.InForceFrom < endOfB);
}
