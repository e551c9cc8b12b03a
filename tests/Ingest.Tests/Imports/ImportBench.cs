using System.Text;
using K3Monitor.Ingest.Imports;
using K3Monitor.Ingest.Imports.Files;
using K3Monitor.Ingest.Imports.Recognising;
using K3Monitor.Ingest.Imports.Rows;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Exports;
using K3Monitor.Inspection.Imports;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Imports;

/// <summary>What a file came to.</summary>
internal sealed record Imported(Recognition Recognition, RowReader? Rows, IReadOnlyList<Sample> Samples)
{
    public IReadOnlyList<ImportReject> Rejects => Rows!.Rejects;

    /// <summary>The options that somebody must still decide.</summary>
    public IEnumerable<string> Open => Recognition.Findings.Faults.Select(f => f.Option);

    public string? Fact(string key) => Recognition.Findings.Facts.FirstOrDefault(f => f.Key == key)?.Value;
}

/// <summary>One site with a few channels, and files for it.</summary>
internal sealed class ImportBench : IDisposable
{
    public static readonly Instant Now = Plant.Now;
    private readonly string folder = Directory.CreateTempSubdirectory("k3-imports-").FullName;

    private static ImportTargets Targets { get; } = new("tangki", Topology(), [new ExportedPoint(Plant.Point, "tangki", "area/titik-h2s", "gas.h2s", "ppm", TimeSpan.FromMinutes(1), "Asia/Jakarta")]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public Task<Imported> Read(string text, ImportDeclaration? declared = null) => Read(Encoding.UTF8.GetBytes(text), declared);

    public async Task<Imported> Read(byte[] bytes, ImportDeclaration? declared = null)
    {
        string path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(path, bytes);
        return await ReadFile(path, declared);
    }

    public static async Task<Imported> ReadFile(string path, ImportDeclaration? declared = null)
    {
        Recognition recognition = await new Recogniser(path, declared ?? new ImportDeclaration(), Targets, "Asia/Jakarta").RecogniseAsync(CancellationToken.None);
        if (recognition.Plan is not { } plan)
            return new Imported(recognition, null, []);
        var rows = new RowReader(plan, Now);
        using var lines = new LineReader(path, plan.Encoding);
        while (lines.Next() is { } line)
            rows.Read(line);
        Assert.Equal(recognition.Survey.Sha256, lines.Sha256);
        return new Imported(recognition, rows, [.. rows.Samples.Select(s => s.Ready.Sample.Sample)]);
    }

    private static TopologySnapshot Topology()
    {
        ChannelTopology[] channels =
        [
            Plant.H2s(), Plant.Co(),
            Plant.Channel(103, "ta", QuantityCatalogue.DryBulb, UnitCatalogue.Celsius) with { RangeMin = -20, RangeMax = 60 },
            Plant.Channel(104, "laeq", QuantityCatalogue.EquivalentSoundLevel, UnitCatalogue.DecibelA) with { RangeMin = 30, RangeMax = 140 },
        ];
        return Plant.Topology(1, channels);
    }
}
