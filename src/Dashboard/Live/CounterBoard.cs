using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace K3Monitor.Dashboard.Live;

/// <summary>A counter or gauge of the product's own, as the health page shows it.</summary>
/// <param name="Name">Name of the instrument, with its tags.</param>
/// <param name="Unit">Its unit; null when it has none.</param>
/// <param name="Meaning">Its description; null when it has none.</param>
/// <param name="Value">Sum of a counter, last value of a gauge.</param>
internal sealed record CounterReading(string Name, string? Unit, string? Meaning, double Value);

/// <summary>
/// Listens to the meters of the product (names that begin with <c>K3Monitor</c>), so that its counters can be read on
/// a page without anything else installed.
/// </summary>
/// <remarks>
/// Safe from any thread; counting an untagged counter allocates nothing. Holds at most 200 sets of tags an instrument;
/// further ones are left to <c>/metrics</c>.
/// </remarks>
internal sealed class CounterBoard : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<Instrument, Tally> tallies = new();

    public CounterBoard()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            bool histogram = instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal);
            if (!histogram && instrument.Meter.Name.StartsWith("K3Monitor", StringComparison.Ordinal))
                self.EnableMeasurementEvents(instrument, tallies.GetOrAdd(instrument, i => new Tally(i)));
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, tally) => ((Tally)tally!).Take(value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, tally) => ((Tally)tally!).Take(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, tally) => ((Tally)tally!).Take(value, tags));
        listener.Start();
    }

    /// <summary>All readings by name; asks the observable ones now.</summary>
    public IReadOnlyList<CounterReading> Read()
    {
        listener.RecordObservableInstruments();
        return [.. tallies.Values.SelectMany(t => t.Readings()).OrderBy(r => r.Name, StringComparer.Ordinal)];
    }

    public void Dispose() => listener.Dispose();

    private sealed class Tally(Instrument instrument)
    {
        private const int MostTagSets = 200;
        private readonly bool sums = instrument.GetType().Name is { } kind
            && (kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("UpDownCounter", StringComparison.Ordinal));

        private readonly ConcurrentDictionary<string, Cell> tagged = new(StringComparer.Ordinal);
        private readonly Cell plain = new();

        public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.IsEmpty)
            {
                plain.Take(value, sums);
                return;
            }

            string key = Key(tags);
            if (tagged.ContainsKey(key) || tagged.Count < MostTagSets)
                tagged.GetOrAdd(key, _ => new Cell()).Take(value, sums);
        }

        public IEnumerable<CounterReading> Readings()
        {
            if (plain.Taken)
                yield return new CounterReading(instrument.Name, instrument.Unit, instrument.Description, plain.Value);
            foreach ((string tags, Cell cell) in tagged)
                yield return new CounterReading($"{instrument.Name} ({tags})", instrument.Unit, instrument.Description, cell.Value);
        }

        private static string Key(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            List<string> parts = [];
            foreach ((string key, object? value) in tags)
                parts.Add($"{key}={value}");
            return string.Join(", ", parts);
        }
    }

    private sealed class Cell
    {
        private double value;
        private volatile bool taken;

        public bool Taken => taken;

        public double Value => Volatile.Read(ref value);

        public void Take(double given, bool sums)
        {
            taken = true;
            if (!sums)
            {
                Volatile.Write(ref value, given);
                return;
            }

            double seen = Volatile.Read(ref value);
            while (true)
            {
                double before = Interlocked.CompareExchange(ref value, seen + given, seen);
                if (before.Equals(seen))
                    return;
                seen = before;
            }
        }
    }
}
