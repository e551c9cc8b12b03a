using System.Text;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Rows;

/// <summary>How one column, or one channel of a long file, becomes samples.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Column">Its column; -1 in a long file.</param>
/// <param name="Target">Where it belongs.</param>
/// <param name="Unit">Unit of the file's values.</param>
/// <param name="Lod">What <c>&lt;LOD</c> stands for.</param>
/// <param name="Top">What <c>OL</c> stands for.</param>
internal sealed record SeriesPlan(string Name, int Column, ImportTarget Target, Unit Unit, double? Lod, double? Top);

/// <summary>Everything that is needed to read a file's lines; nothing is open any more.</summary>
internal sealed record ImportPlan
{
    public required Encoding Encoding { get; init; }

    public required char Separator { get; init; }

    /// <summary>The first line of data.</summary>
    public required long DataFrom { get; init; }

    /// <summary>How many cells a line has.</summary>
    public required int Columns { get; init; }

    public required IReadOnlyList<int> Time { get; init; }

    public required string Dates { get; init; }

    /// <summary>Zone of times that name none; null where every time names its own.</summary>
    public TimeZoneInfo? Zone { get; init; }

    public required char Point { get; init; }

    /// <summary>What separates thousands; U+0000 for nothing.</summary>
    public required char Group { get; init; }

    public required IReadOnlyList<double> MissingNumbers { get; init; }

    public required IReadOnlySet<string> MissingWords { get; init; }

    public GasConditions? Gas { get; init; }

    public required Recognising.Layout Layout { get; init; }

    public required IReadOnlyList<SeriesPlan> Series { get; init; }
}
