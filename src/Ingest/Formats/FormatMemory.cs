using System.Collections.Concurrent;

namespace K3Monitor.Ingest.Formats;

/// <summary>
/// What the formats remember of one source between messages: sessions, units and names that come in messages of their own.
/// Each format keeps one object here and bounds it itself.
/// </summary>
/// <remarks>Safe from any thread; what is kept must lock itself.</remarks>
internal sealed class FormatMemory
{
    private readonly ConcurrentDictionary<Type, object> kept = new();

    /// <summary>The format's object, made at the first call.</summary>
    public T Of<T>()
        where T : class, new() =>
        (T)kept.GetOrAdd(typeof(T), static _ => new T());
}

/// <summary>A dictionary with a bound: at the bound the entry written longest ago leaves.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class BoundedTable<TValue>(int most)
{
    private readonly Dictionary<string, TValue> entries = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Lock gate = new();

    public TValue? Find(string key)
    {
        lock (gate)
            return entries.GetValueOrDefault(key);
    }

    public void Set(string key, TValue value)
    {
        lock (gate)
        {
            if (!entries.ContainsKey(key))
            {
                if (entries.Count >= most)
                    entries.Remove(order.Dequeue());
                order.Enqueue(key);
            }

            entries[key] = value;
        }
    }

    public TValue GetOrAdd(string key, Func<TValue> make)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out TValue? known))
                return known;
        }

        TValue made = make();
        Set(key, made);
        return made;
    }
}
