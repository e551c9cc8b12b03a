namespace K3Monitor.Rules.Limits;

/// <summary>What a pack is there for.</summary>
public enum PackUse
{
    /// <summary>It is judged by, at the sites of its jurisdiction.</summary>
    Law,

    /// <summary>It is shown beside the law and never judged by at a site: values of other countries, or no instrument's at all.</summary>
    Comparison,
}

/// <summary>The limits of one instrument in one edition, as read from one file of <c>regulations/</c>.</summary>
/// <param name="Id">Identifier, for example <c>id.permenaker-5-2018</c>.</param>
/// <param name="Edition">Edition of the figures; changes whenever one of them does.</param>
/// <param name="Title">Name on pages.</param>
/// <param name="Instrument">How it is cited.</param>
/// <param name="Jurisdiction">ISO 3166 code, or <c>K3</c> for the product's own duties.</param>
/// <param name="InForceFrom">First local day on which it holds.</param>
/// <param name="InForceTo">First local day on which it no longer holds; null while it does.</param>
/// <param name="Limits">The limits, in the order of the file.</param>
/// <param name="Sha256">Hash of the file's bytes, lower-case hexadecimal.</param>
/// <param name="File">The file's name as given to the reader.</param>
public sealed record RulePack(
    string Id,
    string Edition,
    LocalText Title,
    string Instrument,
    string Jurisdiction,
    DateOnly InForceFrom,
    DateOnly? InForceTo,
    IReadOnlyList<Limit> Limits,
    string Sha256,
    string File)
{
    /// <summary>Jurisdiction of the product's own duties, which hold at every site.</summary>
    public const string OwnJurisdiction = "K3";

    /// <summary>What it is there for.</summary>
    public PackUse Use { get; init; }

    /// <summary>What the short names in the sources of its limits stand for: <c>S1</c>, an address.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a site of the jurisdiction is judged by it.</summary>
    /// <param name="jurisdiction">ISO 3166 code of the site; null where packs were chosen by name, which judges by any of them.</param>
    public bool JudgesAt(string? jurisdiction) =>
        jurisdiction is null || (Use == PackUse.Law && (Jurisdiction == OwnJurisdiction || Jurisdiction == jurisdiction));

    /// <summary>Whether the pack holds on that local day.</summary>
    public bool IsInForceOn(DateOnly day) => day >= InForceFrom && (InForceTo is not { } to || day < to);
}

/// <summary>One fault of a pack file.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Line, from 1; 0 when the file as a whole is meant.</param>
/// <param name="Key">Path of the key, for example <c>limits[2].value</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record PackFault(string File, int Line, string Key, string Message)
{
    /// <summary><c>file:line: key: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Key}: {Message}";
}

/// <summary>A pack, or all that is wrong with its file.</summary>
/// <param name="Pack">Null when there is any fault.</param>
/// <param name="Faults">Every fault, in the order of the file; empty on success.</param>
public sealed record PackReading(RulePack? Pack, IReadOnlyList<PackFault> Faults);
