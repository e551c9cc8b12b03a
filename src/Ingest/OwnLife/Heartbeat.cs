using K3Monitor.Ingest.Lanes;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.OwnLife;
using K3Monitor.Measurements;
using K3Monitor.Store.Relational.OwnLife;
using Microsoft.Extensions.Logging;

namespace K3Monitor.Ingest.OwnLife;

/// <summary>
/// Watches once a second whether this product can receive, and writes it into the ledger: a sign of life every 10 s of the
/// plant's clock, and every stretch in which the journal was at fault, the process stood still or the clock was set.
/// </summary>
/// <remarks>
/// Its own task, and it waits for no disk while it watches, so that no long work elsewhere looks like a standstill. What
/// <see cref="IHearing"/> shows is safe from any thread.
/// </remarks>
internal sealed partial class Heartbeat(ConsumerTools tools, IOwnLife life, ILogger<Heartbeat> logger) : IHearing
{
    /// <summary>Longer without a wake, by the machine's clock, is a standstill; a busy machine may be late by seconds.</summary>
    internal static readonly TimeSpan Standstill = TimeSpan.FromSeconds(15);

    /// <summary>A clock that is further off than this, against what has passed, was set.</summary>
    internal static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private const string Part = "life";
    private static readonly TimeSpan WakeEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private TaskCompletionSource wakes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OwnOutages outages = OwnOutages.None;
    private Task writing = Task.CompletedTask;
    private ClockReading woke;
    private Instant able;
    private Instant beat;
    private OutageCause? cause;
    private long faults;
    private bool begun;
    private bool unwritten;

    /// <inheritdoc />
    public OwnOutages Outages
    {
        get
        {
            lock (gate)
                return outages;
        }
    }

    /// <inheritdoc />
    public Instant Until
    {
        get
        {
            lock (gate)
                return able;
        }
    }

    /// <inheritdoc />
    public async Task SureAsync(CancellationToken stopping)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (begun && !MayHaveMissed())
                    return;
                next = wakes.Task;
            }

            await next.WaitAsync(stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the ledger, and watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Instant started = Instant.Now(tools.Time);
        using var timer = new PeriodicTimer(WakeEvery, tools.Wall.Time);
        while (!await TriedAsync(() => BeginAsync(started, stopping), stopping).ConfigureAwait(false))
            await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            Wake(stopping);
    }

    /// <summary>The process stops in order.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (begun && tools.Journal.Fault is null)
            await TriedAsync(() => life.AliveAsync(Instant.Now(tools.Time), stopped: true, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the ledger: from the last sign of life to the start nothing could be received.</summary>
    internal async Task BeginAsync(Instant started, CancellationToken stopping)
    {
        OwnOutages known = await life.BeginAsync(started, stopping).ConfigureAwait(false);
        lock (gate)
        {
            outages = known;
            woke = ClockReading.Take(tools.Time, tools.Wall);
            faults = tools.Journal.Counters.Faults;
            (able, beat, begun) = (woke.Plant, started, true);
        }

        Woken();
    }

    /// <summary>One look at the journal and the clocks; what is new is known when it returns.</summary>
    internal void Wake(CancellationToken stopping)
    {
        Instant now;
        lock (gate)
        {
            ClockReading reading = ClockReading.Take(tools.Time, tools.Wall);
            now = reading.Plant;
            bool faulty = tools.Journal.Fault is not null;
            long had = tools.Journal.Counters.Faults;
            if (faulty || had != faults)
                cause = OutageCause.JournalFault;
            else if (reading.SetSince(woke, tools.Time) > ClockTolerance)
                cause ??= OutageCause.ClockSet;
            else if (reading.Since(woke, tools.Wall) > Standstill)
                cause ??= OutageCause.Paused;
            (woke, faults) = (reading, had);
            if (faulty)
                return;
            Learn(now);
        }

        Woken();
        if ((unwritten || now - beat >= BeatEvery) && writing.IsCompleted)
            writing = WriteAsync(now, stopping);
    }

    // While the journal is at fault nothing new comes, and what it holds was received before: that may be judged.
    private bool MayHaveMissed() =>
        ClockReading.Take(tools.Time, tools.Wall).Since(woke, tools.Wall) > Standstill
        || (tools.Journal.Fault is null && (cause is not null || tools.Journal.Counters.Faults != faults));

    private void Learn(Instant now)
    {
        if (now < able)
        {
            outages = life.SetBack(now);
            unwritten = true;
        }
        else if (cause is { } why)
        {
            var outage = new OwnOutage(new TimeRange(able, now), why);
            outages = life.Missed(outage);
            unwritten = true;
            LogOutage(logger, why, outage.Range);
        }

        (able, cause) = (now, null);
    }

    private async Task WriteAsync(Instant now, CancellationToken stopping)
    {
        unwritten = false;
        beat = now;
        if (!await TriedAsync(() => life.AliveAsync(now, stopped: false, stopping), stopping).ConfigureAwait(false))
            unwritten = true;
    }

    private void Woken()
    {
        TaskCompletionSource waiting;
        lock (gate)
            (waiting, wakes) = (wakes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        waiting.SetResult();
    }

    private async Task<bool> TriedAsync(Func<Task> step, CancellationToken stopping)
    {
        try
        {
            await step().ConfigureAwait(false);
            tools.Health.Report(Part, PartCondition.Healthy, "signs of life are written", Instant.Now(tools.Time));
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            // An older sign of life only makes the next outage look longer: never to the factory's harm.
            tools.Health.Report(Part, PartCondition.Degraded, $"signs of life cannot be written: {e.Message}", Instant.Now(tools.Time));
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not receive ({Cause}) in {Range}; no silence in it is charged to anybody")]
    private static partial void LogOutage(ILogger logger, OutageCause cause, TimeRange range);
}
