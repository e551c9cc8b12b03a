using System.Diagnostics.Metrics;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>
/// Counts what the product counts, from when it was made. Other tests may count beside it in the same process, so a figure
/// here is a lower bound unless its tag is the test's own.
/// </summary>
internal sealed class Counters : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, long> sums = [];
    private readonly Changes changes = new();

    public Counters()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name.StartsWith("K3Monitor", StringComparison.Ordinal) && instrument is Counter<long>)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string key = tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
            lock (sums)
                sums[key] = sums.GetValueOrDefault(key) + value;
            changes.Changed();
        });
        listener.Start();
    }

    /// <summary>Ends when a counter has reached a figure; the tag follows its name after a blank.</summary>
    public Task Reaches(string counter, long figure = 1) => changes.Until(() => Of(counter) >= figure);

    public long Of(string counter)
    {
        lock (sums)
            return sums.GetValueOrDefault(counter);
    }

    public void Dispose() => listener.Dispose();
}
