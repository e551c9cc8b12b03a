using InfluxDB.Client.Core.Exceptions;
using K3Monitor.Store.Telemetry.Influx.Reading;

namespace K3Monitor.Store.Telemetry.Influx;

/// <summary>
/// Whether the server can be had. One task tries it, makes it ready, and rests until somebody loses it; while it is lost
/// everybody else is told so at once, instead of each waiting for a time-out of his own.
/// </summary>
internal sealed class InfluxLink : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly TimeProvider time;
    private readonly Func<CancellationToken, Task> prepare;
    private readonly Action changed;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim lost = new(0, 1);
    private readonly TaskCompletionSource tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task trying = Task.CompletedTask;
    private string? fault = "it has not answered yet";

    /// <param name="prepare">Makes the server ready; throws while it cannot be had.</param>
    /// <param name="changed">Called when <see cref="Fault"/> has changed.</param>
    /// <param name="time">For pauses.</param>
    public InfluxLink(Func<CancellationToken, Task> prepare, Action changed, TimeProvider time) =>
        (this.prepare, this.changed, this.time) = (prepare, changed, time);

    /// <summary>Starts trying; called once.</summary>
    public void Begin() => trying = Task.Run(() => TryAsync(stopping.Token));

    /// <summary>Why the server cannot be had; null while it can.</summary>
    public string? Fault => Volatile.Read(ref fault);

    /// <summary>The address with a slash at its end, so that what follows is added to its path.</summary>
    public static Uri Root(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");

    /// <summary>Returns when the server can be had; waits only for the very first attempt.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">It cannot be had.</exception>
    public async ValueTask RequireAsync(CancellationToken cancellationToken)
    {
        if (!tried.Task.IsCompleted)
            await tried.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (Fault is { } why)
            throw new TelemetryStoreUnavailableException(why);
    }

    /// <summary>Somebody could not have the server; it is tried until it is there again.</summary>
    public TelemetryStoreUnavailableException Lost(Exception cause)
    {
        string why = Words(cause);
        if (Interlocked.CompareExchange(ref fault, why, null) is null)
        {
            changed();
            lost.Release();
        }

        return new TelemetryStoreUnavailableException(why, cause);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await trying.ConfigureAwait(false);
        stopping.Dispose();
        lost.Dispose();
    }

    /// <summary>What went wrong, in one line.</summary>
    public static string Words(Exception e)
    {
        string text = e switch
        {
            InfluxRefusalException { Status: not 200 } refusal => $"HTTP {refusal.Status}: {refusal.Message}",
            HttpException { Status: > 0 } answer => $"HTTP {answer.Status}: {answer.Message}",
            { InnerException: { } inner } when e is HttpException or HttpRequestException => $"{e.Message} {inner.Message}",
            _ => e.Message,
        };
        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length <= 500 ? text : text[..500] + "…";
    }

    private async Task TryAsync(CancellationToken stop)
    {
        TimeSpan pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await prepare(stop).ConfigureAwait(false);
                Set(null);
                pause = FirstPause;
                await lost.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // Whatever it is, the product goes on without the server and tries again.
                Set(Words(e));
                await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        tried.TrySetResult();
    }

    private void Set(string? why)
    {
        string? before = Interlocked.Exchange(ref fault, why);
        tried.TrySetResult();
        if (before != why)
            changed();
    }
}
