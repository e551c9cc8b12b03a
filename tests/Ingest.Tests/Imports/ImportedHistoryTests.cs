using K3Monitor.Ingest.Imports.Rows;
using K3Monitor.Ingest.Imports.Writing;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Ingest.Tests.Imports;

/// <summary>Imported samples are stored once and judged, as history: nothing of them is live.</summary>
public sealed class ImportedHistoryTests : IAsyncLifetime
{
    private readonly Pipeline pipeline = new();

    public async ValueTask InitializeAsync() => await pipeline.Start();

    public ValueTask DisposeAsync() => pipeline.DisposeAsync();

    [Theory]
    [InlineData(-3 * 24 * 60)]
    [InlineData(-1)]
    public async Task An_imported_breach_is_found_late_and_marked_however_new_it_is(int minutes)
    {
        await Import((minutes, 15));
        Finding found = await Ticking();
        Assert.True(found.FoundLate);
        Assert.Equal(VerdictReasons.Imported, found.Verdict.Reasons & VerdictReasons.Imported);
        Assert.Equal((Plant.At(minutes), 15.0), (found.Occurrences.Single().Start, found.Occurrences.Single().Peak));
    }

    [Fact]
    public async Task The_same_file_again_stores_nothing_and_the_device_was_not_heard()
    {
        await Import((-120, 2), (-119, 3));
        await Import((-120, 2), (-119, 3));
        await pipeline.Send(4);
        await pipeline.Stored();
        Assert.Equal(3, pipeline.Store.All.Count);
        Assert.Equal(2, pipeline.Store.All.Count(s => (s.Sample.Flags & SampleFlags.Imported) != 0));
    }

    private static bool IsCeiling(Finding finding) => finding.Key.LimitId.EndsWith("ceiling", StringComparison.Ordinal) && finding.Occurrences.Count > 0;

    private async Task Import(params (int Minutes, double Value)[] values)
    {
        var writing = new JournalWriting(new JournalAppender(pipeline.Journal), pipeline.Now);
        DeviceTopology device = pipeline.Registry.Snapshot.Devices[Plant.Device];
        await writing.AddAsync(
            [.. values.Select(v => new ImportedSample(device, new ReadySample(Plant.Point, new ChannelSample(
                Plant.H2sChannel, new Sample(Plant.At(v.Minutes), v.Value, SampleFlags.Imported | SampleFlags.Late), ChannelSample.NoSequence, pipeline.Now))))],
            CancellationToken.None);
        await writing.FinishAsync(CancellationToken.None);
    }

    private async Task<Finding> Ticking()
    {
        Task<Finding> found = pipeline.Register.First(IsCeiling);
        while (!found.IsCompleted)
            await pipeline.Tick();
        return await found;
    }
}
