using System.Runtime.InteropServices;
using K3Monitor.Ingest.Imports.Rows;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Records;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Writing;

/// <summary>Appends imported samples to the journal, some thousands a record, and waits for room where the journal asks for it.</summary>
internal sealed class JournalWriting(IJournalAppender journal, Instant received)
{
    private const int InOne = 2_000;
    private const int MostUnderWay = 64;
    private readonly Dictionary<int, (DeviceTopology Device, List<ReadySample> Samples)> gathered = [];
    private readonly Queue<Task> underWay = new();
    private readonly RecordWriter writer = new();

    /// <summary>Takes samples.</summary>
    /// <exception cref="Journal.JournalUnavailableException">Nothing can be stored at present.</exception>
    public async Task AddAsync(IReadOnlyList<ImportedSample> samples, CancellationToken stopping)
    {
        foreach (ImportedSample sample in samples)
        {
            if (!gathered.TryGetValue(sample.Device.DeviceId, out (DeviceTopology Device, List<ReadySample> Samples) of))
                gathered[sample.Device.DeviceId] = of = (sample.Device, []);
            of.Samples.Add(sample.Ready);
            if (of.Samples.Count == InOne)
                await AppendAsync(of.Device, of.Samples, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Ends when everything is durable.</summary>
    public async Task FinishAsync(CancellationToken stopping)
    {
        foreach ((DeviceTopology device, List<ReadySample> samples) in gathered.Values)
        {
            if (samples.Count > 0)
                await AppendAsync(device, samples, stopping).ConfigureAwait(false);
        }

        await Task.WhenAll(underWay).ConfigureAwait(false);
    }

    private async Task AppendAsync(DeviceTopology device, List<ReadySample> samples, CancellationToken stopping)
    {
        if (journal.IsFull)
            await journal.WaitForRoomAsync(stopping).ConfigureAwait(false);
        SamplesRecord.Write(writer, device.SiteId, device.DeviceId, received, CollectionsMarshal.AsSpan(samples));
        underWay.Enqueue(journal.Append(RecordKind.Samples, writer.Written));
        samples.Clear();
        if (underWay.Count > MostUnderWay)
            await underWay.Dequeue().ConfigureAwait(false);
    }
}
