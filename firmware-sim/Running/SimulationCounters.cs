namespace K3Monitor.FirmwareSim.Running;

/// <summary>What a run has done so far.</summary>
/// <remarks>Safe for several threads; the figures are read one by one, so they may differ by what is under way.</remarks>
public sealed class SimulationCounters
{
    private long _messages;
    private long _samples;
    private long _acknowledged;
    private long _refused;
    private long _reconnects;
    private long _failures;

    /// <summary>Telemetry messages sent, resent ones counted again.</summary>
    public long PublishedMessages => Interlocked.Read(ref _messages);

    /// <summary>Samples in those messages.</summary>
    public long PublishedSamples => Interlocked.Read(ref _samples);

    /// <summary>Telemetry messages that the broker has acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Telemetry messages that the broker refused for good.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Connections made after a first one of the same device.</summary>
    public long Reconnects => Interlocked.Read(ref _reconnects);

    /// <summary>Connections that failed or were lost.</summary>
    public long ConnectionFailures => Interlocked.Read(ref _failures);

    /// <summary>Messages that wait in the devices' memories now.</summary>
    public long Buffered => Backlogs.Sum(b => (long)b.Count);

    /// <summary>Messages that were dropped, oldest first, because a device's memory was full.</summary>
    public long Dropped => Backlogs.Sum(b => b.Dropped);

    internal IReadOnlyList<Devices.Backlog> Backlogs { get; init; } = [];

    internal void Published(int samples)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _samples, samples);
    }

    internal void Answered(bool accepted)
    {
        if (accepted)
        {
            Interlocked.Increment(ref _acknowledged);
        }
        else
        {
            Interlocked.Increment(ref _refused);
        }
    }

    internal void Connected(bool again)
    {
        if (again)
        {
            Interlocked.Increment(ref _reconnects);
        }
    }

    internal void Failed() => Interlocked.Increment(ref _failures);
}
