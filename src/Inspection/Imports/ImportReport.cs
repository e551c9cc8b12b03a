using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Imports;

/// <summary>One thing about a file that was declared or recognised.</summary>
/// <param name="Key">What, as the declaration file calls it.</param>
/// <param name="Value">What it is.</param>
/// <param name="Declared">Whether a person said so; otherwise it was recognised.</param>
/// <param name="Why">What it was recognised by, in English; null when it was declared.</param>
public sealed record ImportFact(string Key, string Value, bool Declared, string? Why);

/// <summary>Something that must be decided or put right before anything can be written.</summary>
/// <param name="Option">The option of the command that decides, such as <c>--dates</c>.</param>
/// <param name="Message">What is wrong or open, in English.</param>
public sealed record ImportFault(string Option, string Message);

/// <summary>A line, or one cell of it, that cannot be used.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Reason">Short stable code; rejects are counted by it.</param>
/// <param name="Detail">Why, in English, with the column.</param>
/// <param name="Text">The line as it stands in the file, cut at 500 characters.</param>
public sealed record ImportReject(long Line, string Reason, string Detail, string Text);

/// <summary>What became of one column, or of one channel of a long file.</summary>
public sealed record ImportedSeries
{
    /// <summary>Its name in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Where it belongs.</summary>
    public required string Target { get; init; }

    /// <summary>Identifier of the quantity.</summary>
    public required string QuantityId { get; init; }

    /// <summary>Unit of the file's values.</summary>
    public required string Unit { get; init; }

    /// <summary>Cells that became samples.</summary>
    public long Samples { get; set; }

    /// <summary>Cells that say that nothing was measured.</summary>
    public long Missing { get; set; }

    /// <summary>Samples below a limit of detection: the true value is at most the one that is kept.</summary>
    public long Below { get; set; }

    /// <summary>Samples above a range: the true value is at least the one that is kept.</summary>
    public long Above { get; set; }

    /// <summary>Samples in the hour that the zone passes twice; kept, marked uncertain.</summary>
    public long TwiceHour { get; set; }

    /// <summary>Cells that cannot be used.</summary>
    public long Rejected { get; set; }

    /// <summary>Samples older than one above them in the file.</summary>
    public long OutOfOrder { get; set; }

    /// <summary>Samples that stand in the file already, with the same value, among the last 4,096 instants; kept once.</summary>
    public long Again { get; set; }

    /// <summary>Samples at an instant that has another value already, among the last 4,096 instants; all are kept and flagged.</summary>
    public long Conflicts { get; set; }

    /// <summary>Samples of a time at which the channel measured for no point: kept, and judged nowhere.</summary>
    public long WithoutPoint { get; set; }

    /// <summary>Oldest sample; null without any.</summary>
    public Instant? First { get; set; }

    /// <summary>Newest sample; null without any.</summary>
    public Instant? Last { get; set; }

    /// <summary>Line of the first sample in the file.</summary>
    public long FirstLine { get; set; }

    /// <summary>Line of the last sample in the file.</summary>
    public long LastLine { get; set; }

    /// <summary>Smallest value in the canonical unit; null without any sample.</summary>
    public double? Least { get; set; }

    /// <summary>Largest value in the canonical unit; null without any sample.</summary>
    public double? Most { get; set; }

    /// <summary>Sum of the values in the canonical unit, for a plain mean.</summary>
    public double Sum { get; set; }
}

/// <summary>What a file was found to be, and what it came to.</summary>
public sealed record ImportReport
{
    /// <summary>Name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>Bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the bytes, lower-case hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>How it is read: everything that was declared, and everything that was recognised.</summary>
    public ImportDeclaration Declaration { get; init; } = new();

    /// <summary>The same, one by one, with what it was recognised by.</summary>
    public IReadOnlyList<ImportFact> Facts { get; init; } = [];

    /// <summary>What must be decided first; nothing is written while there is any.</summary>
    public IReadOnlyList<ImportFault> Faults { get; init; } = [];

    /// <summary>Columns and channels that are left out, each with why.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What became of each series; empty while there are faults.</summary>
    public IReadOnlyList<ImportedSeries> Series { get; init; } = [];

    /// <summary>Lines with data.</summary>
    public long DataLines { get; init; }

    /// <summary>Lines that are blank or hold nothing but separators.</summary>
    public long BlankLines { get; init; }

    /// <summary>How many rejects there are, by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejects { get; init; } = new Dictionary<string, long>();

    /// <summary>The first 100 rejects; all of them go into the rejects file.</summary>
    public IReadOnlyList<ImportReject> FirstRejects { get; init; } = [];

    /// <summary>When the same bytes were imported to the site before, in words; null when they were not.</summary>
    public string? Before { get; init; }

    /// <summary>Time of receipt of every sample of this import; null when nothing was written.</summary>
    public Instant? Written { get; init; }
}
