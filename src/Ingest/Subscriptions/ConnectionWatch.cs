using MQTTnet;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>
/// Watches over a connection that looks connected. It asks the broker for an answer three times in a keep-alive: the answer
/// stands in line behind the messages that the broker has for us, so that it fails to come both when the other side is gone
/// without a word and when messages no longer get through. It also ends a connection over which nothing has come for longer
/// than the source allows.
/// </summary>
internal sealed class ConnectionWatch(SourceOptions source, IMqttClient client, SourceState state, TimeProvider wall)
{
    /// <summary>Refused subscriptions are asked for again after so long.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(5);

    /// <summary>Watches until cancelled or until it has ended the connection.</summary>
    public async Task RunAsync(bool someRefused, Action<string, string> end, CancellationToken alive)
    {
        TimeSpan step = source.KeepAlive / 3;
        long began = wall.GetTimestamp();
        using var timer = new PeriodicTimer(step, wall);
        while (await timer.WaitForNextTickAsync(alive).ConfigureAwait(false))
        {
            if (!await AnswersAsync(2 * step, alive).ConfigureAwait(false))
            {
                end("no-answer", $"the broker has not answered within {2 * step.TotalSeconds:0} s");
                return;
            }

            if (state.IsSilent)
            {
                end("silent", $"no message for {source.SilentAfter.TotalMinutes:0.#} min or longer: the connection is made anew");
                return;
            }

            if (someRefused && wall.GetElapsedTime(began) >= AskAgainAfter)
            {
                end("refused", "subscriptions that the broker refused are asked for again");
                return;
            }
        }
    }

    private async Task<bool> AnswersAsync(TimeSpan within, CancellationToken alive)
    {
        using var limit = new CancellationTokenSource(within, wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, alive);
        try
        {
            await client.PingAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            // The library has an exception of its own for this.
            return false;
        }
        catch (Exception) when (!alive.IsCancellationRequested)
        {
            // Told by the client's own event, with its cause.
            return true;
        }
    }
}
