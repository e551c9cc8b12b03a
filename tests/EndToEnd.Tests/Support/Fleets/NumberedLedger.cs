namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>
/// What a device has given out and what of it was acknowledged, by number: the count that the product's own is held against.
/// </summary>
/// <remarks>One thread gives numbers out, one other acknowledges them; a number is acknowledged only after it was given out.</remarks>
internal sealed class NumberedLedger(long firstTime, int step)
{
    private const int ChunkLength = 1 << 14;
    private const byte BreachMark = 1;
    private const byte AcknowledgedMark = 2;
    private readonly byte[]?[] chunks = new byte[]?[1 << 12];
    private int given;
    private int acknowledged;
    private int firstBreach = -1;

    /// <summary>How many numbers were given out.</summary>
    public int Given => Volatile.Read(ref given);

    /// <summary>How many of them were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Milliseconds between two samples.</summary>
    public int Step => step;

    /// <summary>The next number; from the first breach on, every so many are one.</summary>
    public int Give(bool breaching)
    {
        const int everySoMany = 25;
        int number = given;
        byte[] chunk = chunks[number / ChunkLength] ??= new byte[ChunkLength];
        if (breaching && firstBreach < 0)
            firstBreach = number;
        if (firstBreach >= 0 && (number - firstBreach) % everySoMany == 0)
            chunk[number % ChunkLength] = BreachMark;
        Volatile.Write(ref given, number + 1);
        return number;
    }

    public void Acknowledge(int number)
    {
        chunks[number / ChunkLength]![number % ChunkLength] |= AcknowledgedMark;
        Interlocked.Increment(ref acknowledged);
    }

    public bool IsAcknowledged(int number) => (chunks[number / ChunkLength]![number % ChunkLength] & AcknowledgedMark) != 0;

    public bool IsBreach(int number) => (chunks[number / ChunkLength]![number % ChunkLength] & BreachMark) != 0;

    public double ValueOf(int number) => NumberedMessage.ValueOf(number, IsBreach(number));

    public long TimeOf(int number) => firstTime + ((long)number * step);

    /// <summary>The number of a sample's time; -1 for a time that no sample has.</summary>
    public int NumberOf(long time) => (time - firstTime) % step == 0 && time >= firstTime && (time - firstTime) / step < Given ? (int)((time - firstTime) / step) : -1;

    /// <summary>The first number that is not acknowledged yet.</summary>
    public int OldestOpen(int from)
    {
        while (from < Given && IsAcknowledged(from))
            from++;
        return from;
    }

    /// <summary>Whether a breach was acknowledged.</summary>
    public bool HasAcknowledgedBreach => firstBreach >= 0 && Enumerable.Range(firstBreach, Given - firstBreach).Any(n => IsBreach(n) && IsAcknowledged(n));

    /// <summary>Whether a breach was given out.</summary>
    public bool HasBreach => firstBreach >= 0;
}
